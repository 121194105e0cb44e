import { useSay } from '../../shared/language.ts';
import { type CalendarDay, daysOfMonth, isWorked, type LocalDay, weekdayOf } from './days.ts';

interface Props {
  readonly year: number;
  readonly month: number;
  readonly days: ReadonlyMap<string, CalendarDay>;
  readonly draft: ReadonlyMap<string, LocalDay>;
  /** Absent for who may not change the calendar. */
  readonly onToggle: ((day: string) => void) | undefined;
}

const WEEKDAYS = [
  ['一', 'M'],
  ['二', 'T'],
  ['三', 'W'],
  ['四', 'T'],
  ['五', 'F'],
  ['六', 'S'],
  ['日', 'S'],
] as const;
const WEEK = WEEKDAYS.length;

/** A month: each day says in a word whether it is off or worked where that is not plain. */
export const Month = ({ year, month, days, draft, onToggle }: Props) => {
  const say = useSay();
  const all = daysOfMonth(year, month);
  const title = say(`${month} 月`, `${year}-${String(month).padStart(2, '0')}`);
  const before = weekdayOf(all[0]!);
  const weeks = Array.from({ length: Math.ceil((before + all.length) / WEEK) }, (_, n) =>
    all.slice(Math.max(0, n * WEEK - before), (n + 1) * WEEK - before),
  );
  const words = {
    off: say('休', 'off'),
    makeUp: say('班', 'work'),
    legal: say('法定', 'law'),
    work: say('班', 'work'),
    weekend: '',
  };
  const cell = (day: string) => {
    const known = days.get(day);
    const drafted = draft.get(day);
    const worked = drafted === undefined ? isWorked(day, known) : drafted.kind === 'work';
    const word = drafted === undefined ? known && words[known.kind] : words[drafted.kind];
    const number = Number(day.slice(-2));
    const told = `${day} ${worked ? say('工作', 'worked') : say('不工作', 'not worked')}${
      known?.local == null ? '' : `，${known.local.divisionName}：${known.local.reason}`
    }`;
    const content = (
      <>
        <span className="unseen">{day.slice(0, -2)}</span>
        {number}
        {word !== undefined && word !== '' && <small>{word}</small>}
        <span className="unseen">{told.slice(day.length)}</span>
      </>
    );
    const look = [
      worked ? 'day-worked' : 'day-off',
      known?.local != null && 'day-local',
      drafted !== undefined && 'day-draft',
    ]
      .filter((each) => each !== false)
      .join(' ');
    return (
      <td key={day} className={look}>
        {onToggle === undefined ? (
          <span title={told}>{content}</span>
        ) : (
          <button
            type="button"
            title={told}
            aria-pressed={drafted !== undefined}
            onClick={() => onToggle(day)}
          >
            {content}
          </button>
        )}
      </td>
    );
  };
  return (
    <table className="month">
      <caption>{title}</caption>
      <thead>
        <tr>
          {WEEKDAYS.map(([zh, en]) => (
            <th key={zh} scope="col">
              {say(zh, en)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week === weeks[0] && before > 0 && <td colSpan={before} />}
            {week.map(cell)}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
