import { toPlain } from './digits.ts';
import { isIdentityNumber, isPlausibleIdentityNumber, passesLuhn } from './identity-number.ts';
import { findNames } from './names.ts';

export const PERSONAL_KINDS = ['mobile', 'landline', 'identityNumber', 'bankCard', 'name'] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];

/** Something personal in a text. `start` and `end` in UTF-16 units. */
export interface Found {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
  /** Digits alone (`13812345678`, `03511234567`, `…X`), or the name unchanged. */
  readonly value: string;
}

export interface Recognising {
  /** Also accepts identity numbers with a wrong check character: only for what is shown, where masking too much costs nothing. */
  readonly lenient?: boolean;
  /** Names and numbers that are known to be somebody's: found wherever they occur. */
  readonly known?: readonly { readonly kind: PersonalKind; readonly value: string }[];
}

/** Telephone area codes of Shanxi's eleven cities. */
const AREA_CODES = '349|35[0-9]';

/** How people group eleven digits: not at all, 3-4-4, 3-8, 7-4, 3-3-5, or each digit separately. Any other grouping is a list of readings. */
const D = String.raw`\d`;
const GAP = '[ -]{1,2}';
const MOBILE = `1[3-9]${D}(?:${D}{8}|${GAP}${D}{4}${GAP}${D}{4}|${GAP}${D}{8}|${D}{4}${GAP}${D}{4}|${GAP}${D}{3}${GAP}${D}{5})|1[ -][3-9](?:[ -]${D}){9}`;
const PREFIX = String.raw`(?:(?:\(?\+ ?86\)?|\(?0086\)?|\(86\)|86)[ -]{0,2})?`;
/** Whole, or grouped in the same way throughout: 6-8-4, 6-4-4-4, 4-4-4-4-2; any other grouping is a list of codes. */
const IDENTITY_18 = `${D}{17}[${D}Xx]|${D}{6}[ -]${D}{8}[ -]${D}{3}[${D}Xx]|${D}{6}[ -]${D}{4}[ -]${D}{4}[ -]${D}{3}[${D}Xx]|(?:${D}{4}[ -]){4}${D}[${D}Xx]`;
const IDENTITY_15 = `${D}{15}|${D}{6}[ -]${D}{6}[ -]${D}{3}`;
const CARD = `(?:62|4|5[1-5])${D}{2,3}(?:[ -]?${D}){10,16}`;
const LANDLINE = String.raw`\(?0(?:${AREA_CODES})\)?[ -]{0,2}[1-9]\d{2,3}[ -]?\d{4}`;

/** The longer ones first: the beginning of an identity number is not read as a telephone number. */
const SHAPES: readonly { readonly kind: Exclude<PersonalKind, 'name'>; readonly shape: RegExp }[] = [
  { kind: 'identityNumber', shape: new RegExp(`(?:${IDENTITY_18})`, 'y') },
  { kind: 'bankCard', shape: new RegExp(`(?:${CARD})`, 'y') },
  { kind: 'identityNumber', shape: new RegExp(`(?:${IDENTITY_15})`, 'y') },
  { kind: 'mobile', shape: new RegExp(`(?:${PREFIX}(?:${MOBILE}))`, 'y') },
  { kind: 'landline', shape: new RegExp(`(?:${LANDLINE})`, 'y') },
];

/** Where one of the patterns can begin. */
const START = /[\d(+]/g;
/** Letters that may come right before a number: anything else makes it a part of an id. */
const LABEL_BEFORE =
  /(?:^|[^A-Za-z])(?:t|p|m|tel|telephone|phone|mobile|mob|cell|call|wx|vx|weixin|wechat|qq|sim|id|idcard|card|sfz|no)[ .:-]?$/i;
const IDENTITY_LABEL = /(?:身份证|身份证号码?|证件号码?|公民身份号码|id ?card)[^\d\n]{0,6}$/i;

const startsFreely = (text: string, start: number): boolean => {
  const before = text.slice(Math.max(0, start - 12), start);
  if (before === '') return true;
  if (/[\d*]$/.test(before)) return false;
  // A decimal, or a part of something longer: 112.13812345678, case-13812345678, 0190b6a2-1381….
  if (/[\d][.,:/\\-]$/.test(before)) return /\d[,/:]$/.test(before) && !/\d{1,3},$/.test(before.slice(-2));
  if (/[A-Za-z]$/.test(before) || /[A-Za-z][.-]$/.test(before)) return LABEL_BEFORE.test(before);
  return true;
};

const endsFreely = (text: string, end: number): boolean => {
  const after = text.slice(end, end + 6);
  if (/^[\dA-Za-z*]/.test(after)) return false;
  if (/^\.\d/.test(after)) return false;
  // An extension has up to four digits; anything longer is a part of an id.
  return !/^-(?:\d{5}|[A-Za-z])/.test(after);
};

const accepts = (
  kind: Exclude<PersonalKind, 'name'>,
  digits: string,
  before: string,
  { lenient = false }: Recognising,
): boolean => {
  switch (kind) {
    case 'identityNumber':
      return (
        isIdentityNumber(digits) ||
        ((lenient || IDENTITY_LABEL.test(before)) && isPlausibleIdentityNumber(digits))
      );
    case 'bankCard':
      return digits.length >= 16 && digits.length <= 19 && passesLuhn(digits);
    case 'mobile':
    case 'landline':
      return true;
    default:
      return kind satisfies never;
  }
};

const findNumbers = (original: string, options: Recognising): Found[] => {
  const { text, at } = toPlain(original);
  const found: Found[] = [];
  START.lastIndex = 0;
  for (let next = START.exec(text); next !== null; next = START.exec(text)) {
    const start = next.index;
    if (!startsFreely(text, start)) continue;
    for (const { kind, shape } of SHAPES) {
      shape.lastIndex = start;
      const [match] = shape.exec(text) ?? [];
      if (match === undefined) continue;
      const end = start + match.length;
      if (!endsFreely(text, end)) continue;
      const digits = match.replace(/[^\dXx]/g, '').toUpperCase();
      if (!accepts(kind, digits, text.slice(Math.max(0, start - 16), start), options)) continue;
      const value = kind === 'mobile' ? digits.slice(-11) : digits;
      found.push({ kind, start: at[start]!, end: at[end]!, value });
      START.lastIndex = end;
      break;
    }
  }
  return found;
};

const NUMERALS = '〇一二三四五六七八九';
const SPELT = /[〇零一幺二两三四五六七八九]{11,}/g;

/** 一三八一二三四五六七八, 幺三八…: a mobile number in words. */
const findSpelt = (text: string): Found[] =>
  [...text.matchAll(SPELT)].flatMap((match) => {
    const value = [...match[0].replace(/零/g, '〇').replace(/幺/g, '一').replace(/两/g, '二')]
      .map((numeral) => NUMERALS.indexOf(numeral))
      .join('');
    return /^1[3-9]\d{9}$/.test(value)
      ? [{ kind: 'mobile' as const, start: match.index, end: match.index + match[0].length, value }]
      : [];
  });

const MIN_KNOWN = 2;

const findKnown = (text: string, known: NonNullable<Recognising['known']>): Found[] =>
  known.flatMap(({ kind, value }) => {
    const found: Found[] = [];
    if (value.length < MIN_KNOWN) return found;
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
      const end = at + value.length;
      // A number within a longer one is not the same number.
      if (kind !== 'name' && (/\d/.test(text[at - 1] ?? '') || /\d/.test(text[end] ?? ''))) continue;
      found.push({ kind, start: at, end, value });
    }
    return found;
  });

/**
 * The parts of a text that identify somebody: telephone and identity numbers, bank cards, and names announced by a word before
 * them. In order, without overlaps. Takes time proportional to the length of the text, whatever it contains.
 */
export const recognise = (text: string, options: Recognising = {}): readonly Found[] => {
  const numbers = /[\p{Nd}]/u.test(text) ? findNumbers(text, options) : [];
  const names = findNames(text).map(({ start, end }) => ({
    kind: 'name' as const,
    start,
    end,
    value: text.slice(start, end),
  }));
  const found: Found[] = [];
  for (const next of [...numbers, ...findSpelt(text), ...findKnown(text, options.known ?? []), ...names].sort(
    (a, b) => a.start - b.start,
  )) {
    if (next.start >= (found.at(-1)?.end ?? 0)) found.push(next);
  }
  return found;
};
