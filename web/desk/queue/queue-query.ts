import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';

export type CaseQueue = Schemas['CaseQueue'];

export const QUEUES = 'case-queues';

/** Lists that my roles decide or watch, each with how many cases are in it. */
export const queuesQuery = queryOptions({
  queryKey: [QUEUES] as const,
  queryFn: () => take(api.GET('/api/v1/case-queues', { params: { query: {} } })),
});

/** `258`, or `999+` where it is not counted further. */
export const countWords = ({ count, isMore }: Pick<CaseQueue, 'count' | 'isMore'>): string =>
  `${count}${isMore ? '+' : ''}`;
