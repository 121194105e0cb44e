import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';

/** When I am left alone, and of what I want to hear nothing. */
export const preferencesQuery = queryOptions({
  queryKey: ['notification-preferences'] as const,
  queryFn: () => take(api.GET('/api/v1/notification-preferences')),
});
