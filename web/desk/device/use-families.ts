import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';

/** Families of devices: the same for everybody. */
export const useFamilies = () =>
  useQuery({
    queryKey: ['device-families'],
    queryFn: () => take(api.GET('/api/v1/device-families', { params: { query: {} } })),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.items ?? [];
