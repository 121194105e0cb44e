import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { CaseBrowser } from './case-browser.tsx';
import type { CaseQueue } from './queue-query.ts';
import { type Chosen, QueueTabs, useChosen } from './queue-tabs.tsx';
import { type Stage, taskQuery } from './task-query.ts';
import { useCaseRows } from './use-case-rows.ts';

const Tasks = ({ stage, chosen }: { readonly stage: Stage | undefined; readonly chosen: Chosen }) => {
  const say = useSay();
  const word = useWord();
  const tasks = useInfiniteQuery(taskQuery({ stage }));
  const rows = useMemo(
    () =>
      tasks.data?.pages
        .flatMap((page) => page.items)
        .map((shown) => ({ shown, timed: { ...shown, dueAt: shown.deadline } })) ?? [],
    [tasks.data],
  );
  return (
    <CaseBrowser
      of={tasks}
      rows={rows}
      caption={say('等我办理的案件，最急的在前', 'Cases that wait for me, most urgent first')}
      empty={
        stage === undefined
          ? say(
              '没有等您办理的案件。有了会出现在这里。',
              'No case waits for you. It will be shown here when one does.',
            )
          : say(`没有${word('stages', stage)}案件。`, `No case: ${word('stages', stage)}.`)
      }
    >
      <h1 className="unseen">{say('待办', 'To do')}</h1>
      <QueueTabs chosen={chosen} />
    </CaseBrowser>
  );
};

const Watched = ({ queue, chosen }: { readonly queue: CaseQueue; readonly chosen: Chosen }) => {
  const say = useSay();
  const language = useLanguage();
  const { cases, rows } = useCaseRows({ ...queue.filter, sort: 'dueAt' });
  const name = language === 'en' ? queue.en : queue.zh;
  return (
    <CaseBrowser
      of={cases}
      rows={rows}
      caption={say(`${name}的案件，最急的在前`, `Cases: ${name}, most urgent first`)}
      empty={say(`没有“${name}”的案件。`, `No case here: ${name}.`)}
    >
      <h1 className="unseen">{name}</h1>
      <QueueTabs chosen={chosen} />
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
