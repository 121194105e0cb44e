import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { pageAt, paged } from '../list/paged.ts';

export type Handover = Schemas['ShiftHandover'];
export type HandoverInFull = Schemas['ShiftHandoverInFull'];
export type OpenWork = Schemas['OpenWork'];
export type Role = Schemas['Role'];

export const HANDOVERS = 'shift-handovers';
/** Who is expected is told by a message; others of the post ask now and then. */
const ASK_MS = 60_000;

/** Handovers of my posts that nobody has taken over yet. */
export const waitingQuery = queryOptions({
  queryKey: [HANDOVERS, 'waiting'] as const,
  queryFn: () =>
    take(api.GET('/api/v1/shift-handovers', { params: { query: { waiting: true, limit: 100 } } })),
  refetchInterval: ASK_MS,
});

export const endedQuery = infiniteQueryOptions({
  queryKey: [HANDOVERS, 'ended'] as const,
  queryFn: ({ pageParam }) =>
    take(
      api.GET('/api/v1/shift-handovers', { params: { query: { waiting: false, ...pageAt(pageParam, 20) } } }),
    ),
  ...paged,
});

export const handoverQuery = (handoverId: string) =>
  queryOptions({
    queryKey: [HANDOVERS, handoverId] as const,
    queryFn: () =>
      take(api.GET('/api/v1/shift-handovers/{handoverId}', { params: { path: { handoverId } } })),
  });

export const openWorkQuery = (role: Role) =>
  queryOptions({
    queryKey: [HANDOVERS, 'open-work', role] as const,
    queryFn: () => take(api.GET('/api/v1/shift-handovers/open-work', { params: { query: { role } } })),
    staleTime: 0,
  });

export const colleaguesQuery = (role: Role) =>
  queryOptions({
    queryKey: [HANDOVERS, 'colleagues', role] as const,
    queryFn: () => take(api.GET('/api/v1/shift-handovers/colleagues', { params: { query: { role } } })),
  });
