import { Link } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { useOpenWords } from './open-work-table.tsx';
import type { Handover } from './shift-query.ts';

export const useStateWords = () => {
  const say = useSay();
  return ({ state, takenByName }: Pick<Handover, 'state' | 'takenByName'>): string =>
    state === 'waiting'
      ? say('待接班', 'Waiting')
      : state === 'taken'
        ? say(`${takenByName ?? '—'} 已接班`, `Taken over by ${takenByName ?? '—'}`)
        : say('已撤回', 'Withdrawn');
};

/** Handovers, a line each. */
export const HandoverList = ({ items }: { readonly items: readonly Handover[] }) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const stateWords = useStateWords();
  const openWords = useOpenWords();
  return (
    <ul className="handovers">
      {items.map((each) => (
        <li key={each.handoverId}>
          <Link href={`/shift/${each.handoverId}`}>
            {word('roles', each.role)} · {momentWords(Date.parse(each.at), now, say)}
          </Link>
          <span className="second">
            {say('交班人 ', 'From ')}
            {each.fromName ?? '—'}
            {each.toName === null ? '' : say(`，接班人 ${each.toName}`, `, next ${each.toName}`)} ·{' '}
            {openWords(each)} · {stateWords(each)}
          </span>
        </li>
      ))}
    </ul>
  );
};
