import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';

export const useDepartments = () =>
  useQuery({
    queryKey: ['departments'],
    queryFn: () => take(api.GET('/api/v1/departments', { params: { query: {} } })),
  }).data?.items;
