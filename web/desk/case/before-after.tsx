import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Schemas } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { timelineQuery } from '../queue/case-query.ts';
import { firstAndLast } from './handled-photos.ts';

interface Props {
  readonly caseId: string;
  readonly photos: readonly Schemas['CaseAttachment'][];
  readonly addressOf: (photo: Schemas['CaseAttachment']) => string;
}

/** The place before and after it was handled: side by side, or one over the other with an edge that can be moved. */
export const BeforeAfter = ({ caseId, photos, addressOf }: Props) => {
  const say = useSay();
  const timeline = useQuery(timelineQuery(caseId)).data?.items;
  const [isOver, setIsOver] = useState(false);
  const [edge, setEdge] = useState(50);
  const pair = firstAndLast(photos, timeline ?? []);
  if (pair === undefined) return null;
  const before = say('处置前', 'Before');
  const after = say('处置后', 'After');
  return (
    <section className="compared" aria-label={say('处置前后对比', 'Before and after')}>
      {isOver ? (
        <div className="over">
          <img src={addressOf(pair.after)} alt={after} />
          <img
            src={addressOf(pair.before)}
            alt={before}
            style={{ clipPath: `inset(0 ${100 - edge}% 0 0)` }}
          />
          <input
            type="range"
            min={0}
            max={100}
            value={edge}
            aria-label={say('前后分界', 'Edge between before and after')}
            aria-valuetext={say(`左侧 ${edge}% 为处置前`, `${edge} % from the left is before`)}
            onChange={(event) => setEdge(Number(event.target.value))}
          />
        </div>
      ) : (
        <div className="beside">
          {[['before', before] as const, ['after', after] as const].map(([when, name]) => (
            <figure key={when}>
              <img src={addressOf(pair[when])} alt={name} />
              <figcaption>{name}</figcaption>
            </figure>
          ))}
        </div>
      )}
      <Button size="small" onClick={() => setIsOver(!isOver)}>
        {isOver ? say('并排对比', 'Side by side') : say('滑动对比', 'With a slider')}
      </Button>
    </section>
  );
};
