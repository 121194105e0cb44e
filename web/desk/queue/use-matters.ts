import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';

/** The categories of all filing standards. */
export const useMatters = () =>
  useQuery({
    queryKey: ['matters'],
    queryFn: () => take(api.GET('/api/v1/matters', { params: { query: {} } })),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.items;
