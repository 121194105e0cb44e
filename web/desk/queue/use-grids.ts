import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { COUNTY_DIGITS } from '../../shared/division-code.ts';

/** Grids of a county; of a larger division there are too many to choose from. */

export const useGrids = (division: string | undefined) =>
  useQuery({
    queryKey: ['grids', division],
    queryFn: () => take(api.GET('/api/v1/grids', { params: { query: { division: division! } } })),
    enabled: division !== undefined && division.length >= COUNTY_DIGITS,
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.features.map(({ properties }) => properties);
