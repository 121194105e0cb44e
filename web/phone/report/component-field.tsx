import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import type { ReportContent } from '../queue/record.ts';
import type { Point } from './grid-at.ts';

/** As sure as a phone is of its place in a street. */
const NEAR_M = 40;
const SHOWN = 4;
/** About a metre: the phone's position trembles more than that. */
const DIGITS = 5;

type Component = NonNullable<ReportContent['component']>;

/** Components of the register near the place: the one that it is about can be named. */
export const ComponentField = ({
  point,
  chosen,
  onChange,
}: {
  readonly point: Point | null;
  readonly chosen: Component | undefined;
  readonly onChange: (component: Component | undefined) => void;
}) => {
  const say = useSay();
  const me = useOwner();
  const [lon, lat] = [point?.lon.toFixed(DIGITS), point?.lat.toFixed(DIGITS)];
  const { data } = useQuery({
    queryKey: ['components near', lon, lat],
    queryFn: () =>
      take(
        api.GET('/api/v1/components/nearest', {
          params: { query: { lon: Number(lon), lat: Number(lat), metres: NEAR_M, limit: SHOWN } },
        }),
      ),
    enabled: point !== null && mayDo(me, 'component:read'),
    placeholderData: (before) => before,
  });
  const near = data?.items ?? [];
  if (near.length === 0 && chosen === undefined) return null;
  const isListed = near.some(({ componentId }) => componentId === chosen?.componentId);
  return (
    <section className="field-block" aria-label={say('部件', 'Component')}>
      <p className="place-row">{say('附近的部件（可不选）', 'Components near (optional)')}</p>
      <div className="chips">
        {chosen !== undefined && !isListed && (
          <button type="button" className="chip" aria-pressed onClick={() => onChange(undefined)}>
            {chosen.name}
          </button>
        )}
        {near.map(({ componentId, name, metres, location: { address } }) => (
          <button
            key={componentId}
            type="button"
            className="chip"
            aria-pressed={componentId === chosen?.componentId}
            title={address}
            onClick={() => onChange(componentId === chosen?.componentId ? undefined : { componentId, name })}
          >
            {name} {say(`${Math.round(metres)} 米`, `${Math.round(metres)} m`)}
          </button>
        ))}
      </div>
    </section>
  );
};
