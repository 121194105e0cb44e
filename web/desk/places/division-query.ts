import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';

/** The divisions next below one. */
export const divisionsQuery = (parent: string) =>
  queryOptions({
    queryKey: ['divisions', parent] as const,
    queryFn: () => take(api.GET('/api/v1/divisions', { params: { query: { parent } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
