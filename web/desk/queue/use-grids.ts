import { useQuery } from '@tanstack/react-query';
import { COUNTY_DIGITS } from '../../shared/division-code.ts';
import { gridsQuery } from '../places/grid-query.ts';

/** Grids of a county; of a larger division there are too many to choose from. */
export const useGrids = (division: string | undefined) =>
  useQuery({
    ...gridsQuery(division ?? ''),
    enabled: division !== undefined && division.length >= COUNTY_DIGITS,
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.features.map(({ properties }) => properties);
