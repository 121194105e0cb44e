import { useSay } from '../../shared/language.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import type { HandoverInFull } from './shift-query.ts';

type Work = Pick<HandoverInFull, 'cases' | 'counts' | 'isMore' | 'open'>;

/** `3 件（超期 1 件）`, and that there were more. */
export const useOpenWords = () => {
  const say = useSay();
  return ({ open, isMore, counts }: Omit<Work, 'cases'>): string => {
    const overdue = counts.reduce((sum, each) => sum + each.overdue, 0);
    const more = isMore ? say('以上', ' or more') : '';
    return overdue === 0
      ? say(`${open} 件${more}`, `${open} cases${more}`)
      : say(`${open} 件${more}，其中超期 ${overdue} 件`, `${open} cases${more}, ${overdue} of them overdue`);
  };
};

/** What was open: by stage, and case by case. */
export const OpenWorkTable = ({ work }: { readonly work: Work }) => {
  const say = useSay();
  const word = useWord();
  const openWords = useOpenWords();
  return (
    <>
      <p>
        <strong>
          {say('在办：', 'Open: ')}
          {openWords(work)}
        </strong>
      </p>
      {work.counts.length > 0 && (
        <ul className="handed-counts">
          {work.counts.map(({ stage, cases, overdue }) => (
            <li key={stage}>
              {word('stages', stage)} {cases}
              {overdue > 0 && (
                <span className="clock-light-red">{say(`（超期 ${overdue}）`, ` (overdue ${overdue})`)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {work.cases.length > 0 && (
        <table className="row-table short">
          <caption className="unseen">{say('在办案件', 'Open cases')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('案件号', 'Number')}</th>
              <th scope="col" className="stage">
                {say('环节', 'Stage')}
              </th>
              <th scope="col">{say('到期', 'Due')}</th>
              <th scope="col" className="stage">
                {say('时限', 'Light')}
              </th>
            </tr>
          </thead>
          <tbody>
            {work.cases.map(({ caseId, caseNumber, stage, light, dueAt }) => (
              <tr key={caseId}>
                <td>
                  <a href={`/desk/cases/${caseId}`}>{caseNumber}</a>
                </td>
                <td>{word('stages', stage)}</td>
                <td>{dueAt === null ? '—' : exactMoment(dueAt)}</td>
                <td className={light === 'red' ? 'clock-light-red' : undefined}>
                  {light === null ? '—' : word('lights', light)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
};
