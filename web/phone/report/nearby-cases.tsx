import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import type { ReportContent } from '../queue/record.ts';
import { useNearby } from './nearby.ts';
import type { Place } from './place.ts';

/** The first photo of a case, where it has one. */
const NearbyPhoto = ({ caseId }: { readonly caseId: string }) => {
  const say = useSay();
  const { data } = useQuery({
    queryKey: ['case', caseId, 'attachments'],
    queryFn: () =>
      take(api.GET('/api/v1/cases/{caseId}/attachments', { params: { path: { caseId }, query: {} } })),
  });
  const photo = data?.items.find(({ mediaType }) => mediaType.startsWith('image/'));
  if (photo === undefined) return null;
  const address = `/api/v1/cases/${caseId}/attachments/${photo.publicDigest ?? photo.digest}`;
  return <img className="thumbnail" src={address} alt={say('照片', 'Photo')} />;
};

/** What is already reported near: if it is that, it need not be reported again. */
export const Nearby = ({
  place,
  content: { position, matterCode },
  onSame,
}: {
  readonly place: Place | undefined;
  readonly content: ReportContent;
  readonly onSame: () => void;
}) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const [isOther, setOther] = useState(false);
  const near = useNearby(place, position, matterCode);
  if (isOther || near.length === 0) return null;
  // Nobody stands within less than a metre of it.
  const farthest = Math.max(1, near[near.length - 1]!.metres);
  return (
    <section className="near" aria-label={say('附近已有的案件', 'Reported near')}>
      <p>
        {say(`${farthest} 米内已有 ${near.length} 件相似案件`, `${near.length} like it within ${farthest} m`)}
      </p>
      <ul>
        {near.map(({ shown }) => (
          <li key={shown.caseId}>
            <NearbyPhoto caseId={shown.caseId} />
            <strong>{shown.names.matter ?? word('sources', shown.source)}</strong>{' '}
            {momentWords(Date.parse(shown.reportedAt), now, say)} {say('上报，', 'reported, ')}
            {word('stages', shown.stage)}
            <span className="card-line clamped">{shown.description}</span>
          </li>
        ))}
      </ul>
      <div className="card-acts">
        <button type="button" className="act act-plain" onClick={onSame}>
          {say('就是这件', 'It is this one')}
        </button>
        <button type="button" className="act act-plain" onClick={() => setOther(true)}>
          {say('不是，继续', 'No, go on')}
        </button>
      </div>
    </section>
  );
};
