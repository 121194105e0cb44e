import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';

const HALF_A_DAY = 12 * 3_600_000;

/** What can be reported: the categories. */
export const mattersQuery = queryOptions({
  queryKey: ['matters'] as const,
  queryFn: () => take(api.GET('/api/v1/matters', { params: { query: {} } })),
  staleTime: HALF_A_DAY,
});
