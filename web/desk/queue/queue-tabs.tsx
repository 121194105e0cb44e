import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { type CaseQueue, countWords, queuesQuery } from './queue-query.ts';
import type { Stage } from './task-query.ts';
import { useLoadedTasks } from './use-loaded-tasks.ts';
import { useHasTasks, useMyStages } from './use-my-stages.ts';

/** What the page shows: a stage of my tasks, all of them, or a queue that I watch. */
export type Chosen = { readonly stage: Stage | undefined } | { readonly queue: CaseQueue };

/** What the address names; my tasks where it names nothing, or the first queue of somebody for whom no case ever waits. */
export const useChosen = (): Chosen | undefined => {
  const [search] = useSearchParams();
  const stages = useMyStages();
  const hasTasks = useHasTasks();
  const queues = useQuery(queuesQuery).data?.items;
  const named = search.get('queue');
  if (named === null && hasTasks === true)
    return { stage: stages.find((each) => each === search.get('stage')) };
  const queue = queues?.find((each) => each.queue === named) ?? queues?.[0];
  return queue && { queue };
};

/** My stages, and the lists that I decide or watch, each with the number of its cases. */
export const QueueTabs = ({ chosen }: { readonly chosen: Chosen }) => {
  const say = useSay();
  const word = useWord();
  const language = useLanguage();
  const [, setSearch] = useSearchParams();
  const stages = useMyStages();
  const hasTasks = useHasTasks();
  const queues = useQuery(queuesQuery).data?.items ?? [];
  // Counted where all of my tasks are loaded: a count is the number of rows behind it, or none.
  const all = useLoadedTasks();
  const countOf = (stage: Stage | undefined): number | undefined => {
    if (all === undefined || all.hasMore) return undefined;
    return stage === undefined ? all.tasks.length : all.tasks.filter((task) => task.stage === stage).length;
  };
  const tab = (
    key: string,
    words: string,
    count: string | number | undefined,
    isChosen: boolean,
    to: Record<string, string>,
  ) => (
    <button key={key} type="button" role="tab" aria-selected={isChosen} onClick={() => setSearch(to)}>
      {words} <span className="tab-count">{count}</span>
    </button>
  );
  return (
    <div className="tabs">
      {hasTasks === true && (stages.length > 1 || queues.length > 0) && (
        <div className="tab-group" role="tablist" aria-label={say('等我办理', 'Waiting for me')}>
          {(stages.length > 1 ? [undefined, ...stages] : [undefined]).map((stage) =>
            tab(
              stage ?? 'all',
              stage === undefined ? say('等我办理', 'Waiting for me') : word('stages', stage),
              countOf(stage),
              'stage' in chosen && chosen.stage === stage,
              stage === undefined ? {} : { stage },
            ),
          )}
        </div>
      )}
      {queues.length > 0 && (
        <div className="tab-group" role="tablist" aria-label={say('关注', 'Watched')}>
          {queues.map((each) =>
            tab(
              each.queue,
              language === 'en' ? each.en : each.zh,
              countWords(each),
              'queue' in chosen && chosen.queue.queue === each.queue,
              { queue: each.queue },
            ),
          )}
        </div>
      )}
    </div>
  );
};
