import { Link } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { useMyReports } from './my-reports.ts';

/** What became of what I reported; first what has gone on since I looked. */
export const MyReportsList = () => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const reports = [...useMyReports()].sort((a, b) => Number(b.isNew) - Number(a.isNew));
  if (reports.length === 0) return null;
  return (
    <section className="card">
      <h2>{say('我上报的案件', 'What I reported')}</h2>
      <ul>
        {reports.map(({ shown: { caseId, caseNumber, names, source, stage, reportedAt }, isNew }) => (
          <li key={caseId} className="record">
            <span className="card-row">
              <strong>{names.matter ?? word('sources', source)}</strong>
              <time dateTime={reportedAt}>{momentWords(Date.parse(reportedAt), now, say)}</time>
            </span>
            <span className="card-line">{caseNumber}</span>
            <p className="card-more">
              <span className={isNew ? 'news' : undefined}>
                {isNew && say('● 有新进展：', '● News: ')}
                {word('stages', stage)}
              </span>{' '}
              <Link href={`/cases/${caseId}`}>{say('看办理情况 ›', 'What became of it ›')}</Link>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
};
