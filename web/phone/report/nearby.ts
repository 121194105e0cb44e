import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { alike, type NearbyCase } from './alike.ts';
import type { Point } from './grid-at.ts';
import type { Place } from './place.ts';

const LOOKED_AT = 50;

/** What is already reported near, while there is a network. */
export const useNearby = (
  place: Place | undefined,
  point: Point | null,
  matterCode: string | null,
): readonly NearbyCase[] => {
  const { gridCode = null, divisionCode = null } = place ?? {};
  const { data } = useQuery({
    queryKey: ['nearby', gridCode ?? divisionCode],
    queryFn: () =>
      take(
        api.GET('/api/v1/cases', {
          params: {
            query: {
              open: 'true',
              limit: LOOKED_AT,
              ...(gridCode === null ? { division: divisionCode! } : { grid: gridCode }),
            } as never,
          },
        }),
      ),
    enabled: point !== null && (gridCode !== null || divisionCode !== null),
    retry: false,
  });
  return data === undefined || point === null ? [] : alike(data.items, point, matterCode);
};
