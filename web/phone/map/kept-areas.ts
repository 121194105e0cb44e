import { queryOptions, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, take } from '../../shared/api.ts';
import { CITY_DIGITS } from '../../shared/division-code.ts';
import type { MapArea } from '../../shared/map/area-map.tsx';
import type { AreaShape } from '../../shared/map/plane.ts';
import type { Me } from '../../shared/session.ts';
import { areasOf, gridsQuery, parentsOf } from '../report/place.ts';

const DAY = 24 * 3_600_000;

export const boundariesQuery = (division: string) =>
  queryOptions({
    queryKey: ['boundaries', division] as const,
    queryFn: () => take(api.GET('/api/v1/divisions/boundaries', { params: { query: { division } } })),
    staleTime: 7 * DAY,
  });

interface NamedArea {
  readonly properties: { readonly code: string; readonly name: string };
  readonly geometry: AreaShape;
}
const areaOf =
  (kind: MapArea['kind']) =>
  ({ properties: { code, name }, geometry }: NamedArea): MapArea => ({ code, name, kind, shape: geometry });

/** Cities whose counties a phone can carry: not a whole province. */
export const citiesOf = (areas: readonly string[]): readonly string[] =>
  parentsOf(areas).filter((code) => code.length >= CITY_DIGITS);

/** Borders of the counties and grids of my area, as this phone keeps them. */
export const useKeptAreas = (me: Me): readonly MapArea[] => {
  const areas = areasOf(me);
  const grids = useQueries({
    queries: areas.map(gridsQuery),
    combine: (answers) => answers.map(({ data }) => data),
  });
  const counties = useQueries({
    queries: citiesOf(areas).map(boundariesQuery),
    combine: (answers) => answers.map(({ data }) => data),
  });
  return useMemo(
    () => [
      ...counties.flatMap((data) => data?.features ?? []).map(areaOf('division')),
      ...grids.flatMap((data) => data?.features ?? []).map(areaOf('grid')),
    ],
    [counties, grids],
  );
};
