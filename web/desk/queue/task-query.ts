import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { pageAt, paged } from '../list/paged.ts';
import { type CaseFilter, queryOf } from './case-filter.ts';

export type AwaitedCase = Schemas['AwaitedCase'];
export type Stage = Schemas['CaseStage'];

/** More than most people have on their hands, so that a queue comes whole. */
export const TASKS_PAGE_SIZE = 200;

export const TASKS = 'tasks';

/** Cases that wait for a step of mine, what is due first first unless sorted otherwise. */
export const taskQuery = (filter: CaseFilter) =>
  infiniteQueryOptions({
    queryKey: [TASKS, queryOf(filter), filter.size] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/tasks', {
          params: {
            query: { ...queryOf(filter), ...pageAt(pageParam, Number(filter.size ?? TASKS_PAGE_SIZE)) },
          },
        }),
      ),
    ...paged,
  });
