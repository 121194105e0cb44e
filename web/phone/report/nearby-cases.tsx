import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import type { ReportContent } from '../queue/record.ts';
import type { KnownCase } from '../queue/supplement.ts';
import { attachmentAddress, attachmentsQuery } from '../tasks/task-query.ts';
import { useNearby } from './nearby.ts';
import type { Place } from './place.ts';

/** The first photo of a case, where it has one. */
const NearbyPhoto = ({ caseId }: { readonly caseId: string }) => {
  const say = useSay();
  const { data } = useQuery(attachmentsQuery(caseId));
  const photo = data?.items.find(({ mediaType }) => mediaType.startsWith('image/'));
  if (photo === undefined) return null;
  return <img className="thumbnail" src={attachmentAddress(caseId, photo)} alt={say('照片', 'Photo')} />;
};

/** What is already reported near: if it is that, what was taken is added to it, and nothing is reported anew. */
export const Nearby = ({
  place,
  content: { position, matterCode },
  onSame,
}: {
  readonly place: Place | undefined;
  readonly content: ReportContent;
  readonly onSame: (same: KnownCase) => void;
}) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const [isOther, setOther] = useState(false);
  const near = useNearby(place, position, matterCode);
  if (isOther || near.length === 0) return null;
  // Nobody stands within less than a metre of it.
  const farthest = Math.max(1, near[near.length - 1]!.metres);
  const isAlone = near.length === 1;
  return (
    <section className="near" aria-label={say('附近已有的案件', 'Reported near')}>
      <p>
        {say(`${farthest} 米内已有 ${near.length} 件相似案件`, `${near.length} like it within ${farthest} m`)}
      </p>
      <ul>
        {near.map(({ shown }) => {
          const { caseId, caseNumber, names, source, reportedAt, stage, description } = shown;
          const matterName = names.matter ?? word('sources', source);
          return (
            <li key={caseId}>
              <NearbyPhoto caseId={caseId} />
              <strong>{matterName}</strong> {momentWords(Date.parse(reportedAt), now, say)}{' '}
              {say('上报，', 'reported, ')}
              {word('stages', stage)}
              <span className="card-line clamped">{description}</span>
              <div className="card-acts">
                <button
                  type="button"
                  className="act act-plain"
                  onClick={() => onSame({ caseId, caseNumber, matterName })}
                >
                  {say('就是这件，补照片', 'This one: add photos')}
                </button>
                {isAlone && (
                  <button type="button" className="act act-plain" onClick={() => setOther(true)}>
                    {say('不是，继续', 'No, go on')}
                  </button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {!isAlone && (
        <button type="button" className="act act-plain" onClick={() => setOther(true)}>
          {say('都不是，继续', 'None of them, go on')}
        </button>
      )}
    </section>
  );
};
