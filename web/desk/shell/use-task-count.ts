import { useLoadedTasks } from '../queue/use-loaded-tasks.ts';

/** How many cases wait for me, as far as they are loaded: `200+` where there are more. */
export const useTaskCount = (): string | undefined => {
  const loaded = useLoadedTasks();
  return loaded && `${loaded.tasks.length}${loaded.hasMore ? '+' : ''}`;
};
