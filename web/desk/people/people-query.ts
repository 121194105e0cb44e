import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { addressFilter } from '../list/address-filter.ts';

export type User = Schemas['User'];
export type Assignment = Schemas['Assignment'];

export const USERS = 'users';
export const RIGHTS_CHANGES = 'rights-changes';

export const PEOPLE_FILTER = addressFilter(['text', 'role', 'status'] as const, {});

export const usersQuery = queryOptions({
  queryKey: [USERS] as const,
  queryFn: () => take(api.GET('/api/v1/users', { params: { query: {} } })),
});

export const rightsChangesQuery = queryOptions({
  queryKey: [RIGHTS_CHANGES] as const,
  queryFn: () => take(api.GET('/api/v1/rights-changes', { params: { query: {} } })),
});
