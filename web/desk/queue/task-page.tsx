import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { CaseBrowser } from './case-browser.tsx';
import { CASE_SORTS, type CaseFilter, type FilterName, TASK_SORTS } from './case-filter.ts';
import { NoCaseFits } from './no-case-fits.tsx';
import type { CaseQueue } from './queue-query.ts';
import { type Chosen, QueueTabs, useChosen } from './queue-tabs.tsx';
import { columnsOf } from './shown-columns.tsx';
import { TabFilterBar } from './tab-filter-bar.tsx';
import { type Stage, TASKS_PAGE_SIZE, taskQuery } from './task-query.ts';
import { useCaseRows } from './use-case-rows.ts';
import { useTabFilter } from './use-tab-filter.ts';

/** What the tab of my tasks decides itself: they are all open. */
const OF_TASKS: ReadonlySet<FilterName> = new Set<FilterName>(['stage', 'open']);

const Tasks = ({ stage, chosen }: { readonly stage: Stage | undefined; readonly chosen: Chosen }) => {
  const say = useSay();
  const word = useWord();
  const narrowed = useTabFilter();
  const tasks = useInfiniteQuery(taskQuery({ ...narrowed.query, ...(stage === undefined ? {} : { stage }) }));
  const rows = useMemo(
    () =>
      tasks.data?.pages
        .flatMap((page) => page.items)
        .map((shown) => ({ shown, timed: { ...shown, dueAt: shown.deadline } })) ?? [],
    [tasks.data],
  );
  const name = stage === undefined ? say('等我办理', 'Waiting for me') : word('stages', stage);
  return (
    <CaseBrowser
      of={tasks}
      rows={rows}
      columns={columnsOf(narrowed.filter)}
      order={{ sort: narrowed.sort, sorts: TASK_SORTS, onSort: narrowed.onSort }}
      caption={say(`${name}的案件`, `Cases: ${name}`)}
      empty={
        narrowed.isNarrowed ? (
          <NoCaseFits onClear={narrowed.clear} />
        ) : stage === undefined ? (
          say(
            '没有等您办理的案件。有了会出现在这里。',
            'No case waits for you. It will be shown here when one does.',
          )
        ) : (
          say(`没有${name}案件。`, `No case: ${name}.`)
        )
      }
    >
      <h1 className="unseen">{say('待办', 'To do')}</h1>
      <QueueTabs chosen={chosen} />
      <TabFilterBar of={narrowed} without={OF_TASKS} sorts={TASK_SORTS} usualSize={String(TASKS_PAGE_SIZE)} />
    </CaseBrowser>
  );
};

const Watched = ({ queue, chosen }: { readonly queue: CaseQueue; readonly chosen: Chosen }) => {
  const say = useSay();
  const narrowed = useTabFilter();
  const fixed = queue.filter as CaseFilter;
  const { cases, rows } = useCaseRows({ ...narrowed.query, ...fixed, sort: narrowed.sort });
  const without = useMemo(
    () => new Set<FilterName>([...(Object.keys(fixed) as FilterName[]), 'open']),
    [fixed],
  );
  const name = say(queue.zh, queue.en);
  return (
    <CaseBrowser
      of={cases}
      rows={rows}
      columns={columnsOf(narrowed.filter)}
      order={{ sort: narrowed.sort, sorts: CASE_SORTS, onSort: narrowed.onSort }}
      caption={say(`${name}的案件`, `Cases: ${name}`)}
      empty={
        narrowed.isNarrowed ? (
          <NoCaseFits onClear={narrowed.clear} />
        ) : (
          say(`没有“${name}”的案件。`, `No case here: ${name}.`)
        )
      }
    >
      <h1 className="unseen">{name}</h1>
      <QueueTabs chosen={chosen} />
      <TabFilterBar of={narrowed} without={without} sorts={CASE_SORTS} />
    </CaseBrowser>
  );
};

/** What waits for me by stage, and the lists that I decide or watch: what is due first first, with the current case beside it. */
export const TaskPage = () => {
  const say = useSay();
  const chosen = useChosen();
  if (chosen === undefined) return <p className="centred">{say('正在读取…', 'Loading…')}</p>;
  // Ticks and place belong to one list.
  return 'queue' in chosen ? (
    <Watched key={chosen.queue.queue} queue={chosen.queue} chosen={chosen} />
  ) : (
    <Tasks key={chosen.stage ?? 'all'} stage={chosen.stage} chosen={chosen} />
  );
};
