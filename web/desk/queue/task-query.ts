import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { pageAt, paged } from '../list/paged.ts';

export type AwaitedCase = Schemas['AwaitedCase'];
export type Stage = Schemas['CaseStage'];

/** More than most people have on their hands, so that a queue comes whole. */
const TASKS_PAGE_SIZE = 200;

export interface TaskFilter {
  readonly stage?: Stage | undefined;
}

export const TASKS = 'tasks';

/** Cases that wait for a step of mine, what is due first first. */
export const taskQuery = ({ stage }: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: [TASKS, stage ?? 'all'] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/tasks', {
          params: {
            query: {
              ...pageAt(pageParam, TASKS_PAGE_SIZE),
              ...(stage === undefined ? {} : { stage }),
            },
          },
        }),
      ),
    ...paged,
  });
