import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, take } from '../../shared/api.ts';
import { CITY_DIGITS } from '../../shared/division-code.ts';
import type { Me } from '../../shared/session.ts';
import { gridAt, type Point } from './grid-at.ts';

export interface Place {
  readonly divisionCode: string | null;
  readonly divisionName: string;
  readonly gridCode: string | null;
  readonly gridName: string;
}

const MOST_GRIDS = 2000;
const HOUR = 3_600_000;

export const gridsQuery = (division: string) =>
  queryOptions({
    queryKey: ['grids', division] as const,
    queryFn: () => take(api.GET('/api/v1/grids', { params: { query: { division, limit: MOST_GRIDS } } })),
    staleTime: 12 * HOUR,
  });
export const divisionsQuery = (parent: string) =>
  queryOptions({
    queryKey: ['divisions', parent] as const,
    queryFn: () => take(api.GET('/api/v1/divisions', { params: { query: { parent } } })),
    staleTime: 12 * HOUR,
  });

/** Where my rights reach. */
export const areasOf = ({ assignments }: Pick<Me, 'assignments'>): readonly string[] => [
  ...new Set(assignments.map(({ divisionCode }) => divisionCode)),
];
/** The cities of my areas: below a city are its counties. */
export const parentsOf = (areas: readonly string[]): readonly string[] => [
  ...new Set(areas.map((code) => code.slice(0, CITY_DIGITS))),
];

/** Division and grid of a point: as the server says, and without a network as the kept grids of my area say. */
export const usePlace = (me: Me, point: Point | null): Place | undefined => {
  const areas = areasOf(me);
  const grids = useQueries({ queries: areas.map(gridsQuery) });
  const divisions = useQueries({ queries: parentsOf(areas).map(divisionsQuery) });
  const located = useQuery({
    queryKey: ['locate', point?.lon.toFixed(5), point?.lat.toFixed(5)],
    queryFn: () =>
      take(api.GET('/api/v1/locate', { params: { query: { lon: point!.lon, lat: point!.lat } } })),
    enabled: point !== null,
    retry: false,
  });
  const here = useMemo(
    () =>
      point === null
        ? undefined
        : gridAt(
            grids.flatMap(({ data }) => data?.features ?? []),
            point,
          ),
    [point, grids],
  );
  if (point === null) return undefined;
  if (located.data !== undefined) {
    const { division, grid } = located.data;
    return {
      divisionCode: division?.code ?? null,
      divisionName: division?.name ?? '',
      gridCode: grid?.code ?? null,
      gridName: grid?.name ?? '',
    };
  }
  if (here === undefined) return undefined;
  const { code, name, divisionCode } = here.properties;
  const division = divisions
    .flatMap(({ data }) => data?.items ?? [])
    .find((each) => divisionCode.startsWith(each.code));
  return { divisionCode, divisionName: division?.name ?? '', gridCode: code, gridName: name };
};
