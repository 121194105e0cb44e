import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';

export const departmentsQuery = queryOptions({
  queryKey: ['departments'] as const,
  queryFn: () => take(api.GET('/api/v1/departments', { params: { query: {} } })),
});

export const useDepartments = () => useQuery(departmentsQuery).data?.items ?? [];
