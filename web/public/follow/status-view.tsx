import type { Schemas } from '../../shared/api.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { momentIn } from '../shell/times.ts';
import { RatingForm } from './rating-form.tsx';
import { StateMark } from './state-mark.tsx';

/** How a report stands, what happens next and by when. */
export const StatusView = ({
  status,
  trackingCode,
  onRated,
}: {
  readonly status: Schemas['PublicStatus'];
  readonly trackingCode: string;
  readonly onRated: () => void;
}) => {
  const say = useSay();
  const language = useLanguage();
  const inWords = ({ zh, en }: { readonly zh: string; readonly en: string }) => (language === 'en' ? en : zh);
  const { state, dueAt, overdue, reason, rating, rateableUntil } = status;
  return (
    <section className="status">
      <h2>
        <StateMark state={state} words={status.stateWords} />
      </h2>
      <p>
        {inWords(status.next)}
        {dueAt !== null &&
          (overdue
            ? say(
                `原定 ${momentIn(language, dueAt)} 前完成，已超过时限，正在催办。`,
                ` It was due by ${momentIn(language, dueAt)} and is late.`,
              )
            : say(
                `预计 ${momentIn(language, dueAt)} 前完成这一步。`,
                ` Expected by ${momentIn(language, dueAt)}.`,
              ))}
      </p>
      {reason !== null && (
        <p className="box">
          {say('原因：', 'Reason: ')}
          {reason}
        </p>
      )}
      <dl>
        <dt>{say('案件编号', 'Case number')}</dt>
        <dd>{status.caseNumber}</dd>
        <dt>{say('地点', 'Place')}</dt>
        <dd>{status.place}</dd>
        <dt>{say('类别', 'Category')}</dt>
        <dd>{status.category ?? say('待确定', 'not decided yet')}</dd>
        {status.department !== null && (
          <>
            <dt>{say('办理部门', 'Department')}</dt>
            <dd>{status.department}</dd>
          </>
        )}
      </dl>
      <h3>{say('办理过程', 'What has happened')}</h3>
      <ol className="milestones">
        {status.milestones.map(({ at, words }) => (
          <li key={`${at} ${words.en}`}>
            <time dateTime={at}>{momentIn(language, at)}</time> {inWords(words)}
          </li>
        ))}
      </ol>
      {rateableUntil !== null && (
        <RatingForm
          key={rating?.at ?? 'new'}
          rating={rating}
          until={rateableUntil}
          trackingCode={trackingCode}
          onRated={onRated}
        />
      )}
      {rateableUntil === null && rating !== null && (
        <p>{say(`您的评价：${rating.score} 分`, `Your rating: ${rating.score}`)}</p>
      )}
    </section>
  );
};
