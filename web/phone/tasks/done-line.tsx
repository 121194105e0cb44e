import { useLanguage, useSay } from '../../shared/language.ts';
import { useWorkflow } from '../../shared/words.ts';
import type { StepRecord } from '../queue/record.ts';

/** What I said in a step, in a line: `已处置好，照片 2 张`. */
export const DoneLine = ({ record: { content, files } }: { readonly record: StepRecord }) => {
  const say = useSay();
  const language = useLanguage();
  const workflow = useWorkflow();
  const fields = workflow?.transitions.find(({ command }) => command === content.command)?.fields ?? [];
  const said = fields.flatMap(({ name, kind, yes, no }) => {
    const value = content.filled[name];
    if (kind === 'flag') {
      const words = value === true ? yes : no;
      return [(language === 'en' ? words?.en : words?.zh) ?? ''];
    }
    return kind === 'text' && typeof value === 'string' ? [value] : [];
  });
  const photos = files.filter(({ role }) => role !== 'voice').length;
  const parts = [...new Set(said), ...(photos > 0 ? [say(`照片 ${photos} 张`, `${photos} photos`)] : [])];
  return (
    <span className="card-line clamped">{parts.filter((part) => part !== '').join(say('，', ', '))}</span>
  );
};
