import { useQuery } from '@tanstack/react-query';
import { Image } from 'antd';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { limitWords, momentWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { type CaseInFull, caseAttachmentsQuery } from '../queue/case-query.ts';
import { BeforeAfter } from './before-after.tsx';

const isOf = (kind: string) => (each: { readonly mediaType: string }) =>
  each.mediaType.startsWith(`${kind}/`);

/** Photos, sound and film of a case, each with the step that brought it and when it was taken. */
export const Evidence = ({ shown: { caseId } }: { readonly shown: CaseInFull }) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const { data } = useQuery(caseAttachmentsQuery(caseId));
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  const addressOf = (digest: string): string => `/api/v1/cases/${caseId}/attachments/${digest}`;
  return (
    <section aria-label={say('照片和录音', 'Photos and recordings')}>
      <Image.PreviewGroup>
        <div className="photos">
          {items
            .filter(isOf('image'))
            .map(({ digest, publicDigest, event, at, origin, farFromPoint, metersFromPoint }) => (
              <figure key={digest}>
                <Image
                  src={addressOf(publicDigest ?? digest)}
                  alt={word('caseEvents', event)}
                  width={132}
                  height={100}
                />
                <figcaption>
                  {word('caseEvents', event)} {momentWords(Date.parse(origin?.takenAt ?? at), now, say)}
                  {farFromPoint && (
                    <span className="mark-red">
                      {say(
                        `距上报点 ${Math.round(metersFromPoint ?? 0)} 米`,
                        `${Math.round(metersFromPoint ?? 0)} m from the place`,
                      )}
                    </span>
                  )}
                </figcaption>
              </figure>
            ))}
        </div>
      </Image.PreviewGroup>
      <BeforeAfter
        caseId={caseId}
        photos={items.filter(isOf('image'))}
        addressOf={({ publicDigest, digest }) => addressOf(publicDigest ?? digest)}
      />
      {items.filter(isOf('audio')).map(({ digest, event }) => (
        // biome-ignore lint/a11y/useMediaCaption: what people report by voice has no written form
        <audio
          key={digest}
          controls
          preload="none"
          src={addressOf(digest)}
          aria-label={word('caseEvents', event)}
        />
      ))}
      {items.filter(isOf('video')).map(({ digest, event }) => (
        // biome-ignore lint/a11y/useMediaCaption: as above
        <video
          key={digest}
          controls
          preload="none"
          src={addressOf(digest)}
          aria-label={word('caseEvents', event)}
        />
      ))}
    </section>
  );
};

export const Facts = ({ shown }: { readonly shown: CaseInFull }) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const { standard, location, names, requests, supervisions } = shown;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [say('内容', 'What'), shown.description],
    [say('地点', 'Where'), location.address || `${location.lon}, ${location.lat}`],
    [
      say('上报', 'Reported'),
      [momentWords(Date.parse(shown.reportedAt), now, say), word('sources', shown.source)].join(
        say('，', ', '),
      ),
    ],
    [
      say('立案标准', 'Standard'),
      standard === null
        ? undefined
        : `${standard.matterName}：${standard.filingCondition}（${limitWords(standard.limit, standard.limitUnit, word('limitUnits', standard.limitUnit), say)}）`,
    ],
    [say('结案条件', 'Closed when'), standard?.closingCondition],
    [say('处置部门', 'Department'), names.department ?? undefined],
    [
      say('协办部门', 'Co-handling'),
      names.coDepartments.length === 0 ? undefined : names.coDepartments.join(say('、', ', ')),
    ],
    ...requests.map(
      ({ kind, reason }) => [say(`${word('requests', kind)}申请`, word('requests', kind)), reason] as const,
    ),
    ...supervisions.map(
      ({ opinion, reply }) =>
        [
          say('督办', 'Supervision'),
          reply === null ? say(`${opinion}（未回复）`, `${opinion} (no reply)`) : `${opinion} → ${reply}`,
        ] as const,
    ),
  ];
  return (
    <>
      <Evidence shown={shown} />
      <dl className="facts">
        {rows.map(([name, value], n) =>
          value === undefined ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: several supervisions have the same name, and none moves
            <div key={`${name} ${n}`}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </>
  );
};
