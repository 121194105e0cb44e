import { Link } from 'wouter';
import type { Schemas } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';

/** Which deadlines of open cases a change moves. */
export const Effect = ({ effect }: { readonly effect: Schemas['CalendarSet']['effect'] }) => {
  const say = useSay();
  const word = useWord();
  const { openCases, later, earlier, byClock, byDivision, items } = effect;
  if (later + earlier === 0)
    return (
      <p role="status">
        {say(`在办 ${openCases} 件，时限都不变。`, `No deadline of the ${openCases} open cases moves.`)}
      </p>
    );
  const list = [
    ...byClock.map(({ clock, moved }) => `${word('clocks', clock)} ${moved}`),
    ...byDivision.map(({ divisionName, moved }) => `${divisionName} ${moved}`),
  ];
  return (
    <div role="status">
      <p>
        {say(
          `在办 ${openCases} 件，其中时限推后 ${later} 个、提前 ${earlier} 个（${list.join('，')}）。已超时的不变。`,
          `Of ${openCases} open cases ${later} deadlines become later and ${earlier} earlier (${list.join(', ')}). What is overdue stays so.`,
        )}
      </p>
      {items.length > 0 && (
        <ul className="related">
          {items.map(({ caseId, caseNumber, clock, before, after }) => (
            <li key={`${caseId} ${clock}`}>
              <Link href={`/cases/${caseId}`}>{caseNumber}</Link> {word('clocks', clock)}{' '}
              {exactMoment(before)} → {exactMoment(after)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
