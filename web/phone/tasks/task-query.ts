import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';

export type AwaitedCase = Schemas['AwaitedCase'];
export const TASKS = 'tasks';

/** As many as one person carries in the hand; more is said to be there. */
const MOST = 100;
const AGAIN_MS = 30_000;

/** Cases that wait for a step of mine, what is due first first; asked for anew while the page is looked at. */
export const taskQuery = queryOptions({
  queryKey: [TASKS] as const,
  queryFn: () => take(api.GET('/api/v1/tasks', { params: { query: { limit: MOST } } })),
  refetchInterval: AGAIN_MS,
  refetchOnWindowFocus: true,
});

/** When the tasks are here, or cannot be: what else the page needs is not to compete with them for a slow network. */
export const whenTasksAreHere = (client: QueryClient): Promise<void> =>
  client.fetchQuery({ ...taskQuery, staleTime: Number.POSITIVE_INFINITY }).then(
    () => undefined,
    () => undefined,
  );

/** A case in full, asked for when it is looked at and kept nowhere. */
export const caseQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case', caseId, 'whole'] as const,
    queryFn: () => take(api.GET('/api/v1/cases/{caseId}', { params: { path: { caseId } } })),
  });

export const attachmentsQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case', caseId, 'attachments'] as const,
    queryFn: () =>
      take(api.GET('/api/v1/cases/{caseId}/attachments', { params: { path: { caseId }, query: {} } })),
  });

/** Where a photo is read: with what must not be seen covered, where there is such a picture. */
export const attachmentAddress = (
  caseId: string,
  { digest, publicDigest }: { readonly digest: string; readonly publicDigest?: string },
): string => `/api/v1/cases/${caseId}/attachments/${publicDigest ?? digest}`;
