import { useQuery } from '@tanstack/react-query';
import { useUnseenAlarms } from '../alarm/unseen-alarms.ts';
import { type CaseQueue, countWords, queuesQuery } from '../queue/queue-query.ts';
import { useLoadedTasks } from '../queue/use-loaded-tasks.ts';
import { useHasTasks } from '../queue/use-my-stages.ts';

/** How many cases or alarms are behind a place of the desk, each counted once; `200+` where there are more. */
export const usePlaceCounts = (): Readonly<Record<string, string | undefined>> => {
  const loaded = useLoadedTasks();
  const hasTasks = useHasTasks();
  const alarms = useUnseenAlarms();
  const queues = useQuery(queuesQuery).data?.items;
  const countOf = (queue: CaseQueue | undefined): string | undefined => queue && countWords(queue);
  const tasks = loaded && `${loaded.tasks.length}${loaded.hasMore ? '+' : ''}`;
  return {
    // Who only watches begins with the first list.
    '/': hasTasks === false ? countOf(queues?.[0]) : tasks,
    '/alarms': alarms,
    '/cases': countOf(queues?.find(({ queue }) => queue === 'open')),
  };
};
