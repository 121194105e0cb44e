import type { Schemas } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';

type Reason = Schemas['DuplicateCandidate']['reasons'][number];

/** What speaks for and against two cases being the same, what counts most first. */
export const Reasons = ({ reasons }: { readonly reasons: readonly Reason[] }) => {
  const say = useSay();
  const word = useWord();
  const listed = (some: readonly Reason[]): string =>
    some.map(({ feature, level }) => word('duplicateReasons', `${feature}.${level}`)).join(say('、', ', '));
  const supporting = reasons.filter(({ weight }) => weight > 0);
  const opposing = reasons.filter(({ weight }) => weight < 0);
  return (
    <span className="second wrap">
      {supporting.length > 0 && say(`依据：${listed(supporting)}`, `For: ${listed(supporting)}`)}
      {supporting.length > 0 && opposing.length > 0 && say('；', '; ')}
      {opposing.length > 0 && say(`不同之处：${listed(opposing)}`, `Against: ${listed(opposing)}`)}
    </span>
  );
};
