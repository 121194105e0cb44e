import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type AwaitedCase, taskQuery } from './task-query.ts';

/** All tasks of mine that are loaded, and whether there are more; undefined until some are. */
export const useLoadedTasks = ():
  | { readonly tasks: readonly AwaitedCase[]; readonly hasMore: boolean }
  | undefined => {
  const { data, hasNextPage } = useInfiniteQuery(taskQuery({}));
  return useMemo(
    () => data && { tasks: data.pages.flatMap((page) => page.items), hasMore: hasNextPage },
    [data, hasNextPage],
  );
};
