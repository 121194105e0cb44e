import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { api, isAway, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { noteSeen } from '../mine/my-reports.ts';
import { SUPPLEMENT } from '../queue/supplement.ts';
import { PageHead } from '../shell/page-head.tsx';
import { attachmentAddress, attachmentsQuery, caseQuery } from './task-query.ts';

/** What people said in a step. */
const SAID = ['opinion', 'reason', 'result', 'reply', 'description'] as const;
const LIGHTS_CHANGED = 'CaseLightChanged';

/** Photos and history of a case: read from the server when it is looked at, and kept nowhere. */
const CasePage = ({ caseId }: { readonly caseId: string }) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const params = { path: { caseId }, query: {} };
  const attachments = useQuery(attachmentsQuery(caseId));
  const timeline = useQuery({
    queryKey: ['case', caseId, 'timeline'],
    queryFn: () => take(api.GET('/api/v1/cases/{caseId}/timeline', { params })),
  });
  const { userId } = useOwner();
  const shown = useQuery(caseQuery(caseId));
  const stage = shown.data?.stage;
  useEffect(() => {
    if (stage !== undefined) noteSeen(userId, { caseId, stage });
  }, [userId, caseId, stage]);
  const mayAdd = shown.data?.steps.some(({ command }) => command === SUPPLEMENT) === true;
  const error = timeline.error ?? attachments.error;
  const events = (timeline.data?.items ?? []).filter(({ type }) => type !== LIGHTS_CHANGED).reverse();
  return (
    <main className="page">
      <PageHead title={say('照片和办理过程', 'Photos and history')} back="/">
        {shown.data !== undefined &&
          `${shown.data.caseNumber}　${shown.data.names.matter ?? word('sources', shown.data.source)}　${word('stages', shown.data.stage)}`}
      </PageHead>
      {error !== null && (
        <p className="state" role="alert">
          {isAway(error)
            ? say('现在没有网络，联网后可以查看。', 'There is no network: look again later.')
            : error.message}
        </p>
      )}
      <div className="photos">
        {(attachments.data?.items ?? []).map((attachment) => {
          const { digest, mediaType, event, at } = attachment;
          const address = attachmentAddress(caseId, attachment);
          const title = `${word('caseEvents', event)} ${momentWords(Date.parse(at), now, say)}`;
          if (mediaType.startsWith('image/'))
            return (
              <figure key={digest}>
                <a href={address}>
                  <img src={address} alt={title} loading="lazy" />
                </a>
                <figcaption>{title}</figcaption>
              </figure>
            );
          const isFilm = mediaType.startsWith('video/');
          return (
            <figure key={digest}>
              {/* biome-ignore lint/a11y/useMediaCaption: what people report by voice has no written form */}
              {!isFilm && <audio controls preload="none" src={address} aria-label={title} />}
              {/* biome-ignore lint/a11y/useMediaCaption: as above */}
              {isFilm && <video controls preload="none" src={address} aria-label={title} />}
              <figcaption>{title}</figcaption>
            </figure>
          );
        })}
      </div>
      {mayAdd && (
        <Link href={`/cases/${caseId}/${SUPPLEMENT}`} className="act act-plain add-material">
          {say('＋ 补充照片、说明', '+ Add photos or words')}
        </Link>
      )}
      <ol className="timeline">
        {events.map(({ version, type, at, actorName, data }) => {
          const said = SAID.map((name) => (data as Record<string, unknown>)[name]).find(
            (text) => typeof text === 'string' && text !== '',
          );
          return (
            <li key={version}>
              <time dateTime={at}>{momentWords(Date.parse(at), now, say)}</time>
              <strong>{word('caseEvents', type)}</strong> {actorName ?? say('系统', 'System')}
              {said !== undefined && <p>{said as string}</p>}
            </li>
          );
        })}
      </ol>
    </main>
  );
};
export default CasePage;
