import { useInfiniteQuery } from '@tanstack/react-query';
import { taskQuery } from '../queue/task-query.ts';

/** How many cases wait for me, as far as they are loaded: `50+` where there are more. */
export const useTaskCount = (): string | undefined => {
  const { data, hasNextPage } = useInfiniteQuery(taskQuery({}));
  if (data === undefined) return undefined;
  const loaded = data.pages.reduce((sum, page) => sum + page.items.length, 0);
  return hasNextPage ? `${loaded}+` : String(loaded);
};
