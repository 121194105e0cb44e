import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';

/** The categories of all filing standards. */
export const mattersQuery = queryOptions({
  queryKey: ['matters'] as const,
  queryFn: () => take(api.GET('/api/v1/matters', { params: { query: {} } })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const useMatters = () => useQuery(mattersQuery).data?.items ?? [];
