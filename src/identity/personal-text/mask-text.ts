import { maskName, maskPhone } from '../mask.ts';
import { type Found, type Recognising, recognise } from './recognise.ts';

/** How recognised parts are shown: 138****1234, 0351-****67, 140***************, 6222****1234, 张*. */
export const maskFound = ({ kind, value }: Found): string => {
  switch (kind) {
    case 'mobile':
      return `${value.slice(0, 3)}****${value.slice(-4)}`;
    case 'landline':
      return value.length > 9 ? `${value.slice(0, 4)}-****${value.slice(-2)}` : maskPhone(value);
    case 'identityNumber':
      return `${value.slice(0, 3)}${'*'.repeat(value.length - 3)}`;
    case 'bankCard':
      return `${value.slice(0, 4)}****${value.slice(-4)}`;
    case 'name':
      return maskName(value);
    default:
      return kind satisfies never;
  }
};

/** The text with everything personal masked; unchanged if there is nothing. */
export const maskText = (text: string, options: Recognising = {}): string => {
  const found = recognise(text, options);
  if (found.length === 0) return text;
  let masked = '';
  let from = 0;
  for (const each of found) {
    masked += text.slice(from, each.start) + maskFound(each);
    from = each.end;
  }
  return masked + text.slice(from);
};
