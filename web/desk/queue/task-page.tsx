import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { CasePane } from '../case/case-pane.tsx';
import { KeysFoot } from '../list/keys-foot.tsx';
import { Loaded } from '../list/loaded.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { useRowKeys } from '../list/use-row-keys.ts';
import { BulkBar } from './bulk-bar.tsx';
import { CaseTable } from './case-table.tsx';
import { type Stage, taskQuery } from './task-query.ts';
import { useLoadedTasks } from './use-loaded-tasks.ts';
import { useMyStages } from './use-my-stages.ts';

/** What waits for me, by stage: what is due first first, with the current case beside it. */
export const TaskPage = () => {
  const say = useSay();
  const word = useWord();
  const stages = useMyStages();
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const stage = stages.find((each) => each === search.get('stage'));
  const tasks = useInfiniteQuery(taskQuery({ stage }));
  const [chosenId, setCurrent] = useState<string>();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());

  // Counted where all of my tasks are loaded: a count is the number of rows behind it, or none.
  const all = useLoadedTasks();
  const countOf = (each: Stage | undefined): number | undefined => {
    if (all === undefined || all.hasMore) return undefined;
    return each === undefined ? all.tasks.length : all.tasks.filter((task) => task.stage === each).length;
  };

  const items = useMemo(() => tasks.data?.pages.flatMap((page) => page.items) ?? [], [tasks.data]);
  const ids = useMemo(() => items.map(({ caseId }) => caseId), [items]);
  // The list keeps its place: where the current case has left it, the one that follows it is current.
  const [place, setPlace] = useState(0);
  const currentId =
    chosenId !== undefined && ids.includes(chosenId) ? chosenId : ids[Math.min(place, ids.length - 1)];
  const onCurrent = useCallback(
    (caseId: string) => {
      setCurrent(caseId);
      setPlace(ids.indexOf(caseId));
    },
    [ids],
  );
  const onOpen = useCallback((caseId: string) => navigate(`/cases/${caseId}`), [navigate]);
  const onTick = useCallback(
    (caseId: string) =>
      setTicked((before) => {
        const after = new Set(before);
        if (!after.delete(caseId)) after.add(caseId);
        return after;
      }),
    [],
  );
  useRowKeys({ ids, currentId, onCurrent, onOpen, onTick });
  const chosen = items.filter(({ caseId }) => ticked.has(caseId));

  const choose = (next: Stage | undefined): void => {
    setTicked(new Set());
    setSearch(next === undefined ? {} : { stage: next });
  };
  return (
    <div className="queue">
      <main className="queue-list">
        <h1 className="unseen">{say('待办', 'To do')}</h1>
        {stages.length > 1 && (
          <div className="tabs" role="tablist" aria-label={say('环节', 'Stages')}>
            {[undefined, ...stages].map((each) => (
              <button
                key={each ?? 'all'}
                type="button"
                role="tab"
                aria-selected={each === stage}
                onClick={() => choose(each)}
              >
                {each === undefined ? say('全部', 'All') : word('stages', each)} {countOf(each)}
              </button>
            ))}
          </div>
        )}
        <Loaded of={tasks}>
          {items.length === 0 ? (
            <p className="state">
              {stage === undefined
                ? say(
                    '没有等您办理的案件。有了会出现在这里。',
                    'No case waits for you. It will be shown here when one does.',
                  )
                : say(`没有${word('stages', stage)}案件。`, `No case: ${word('stages', stage)}.`)}
            </p>
          ) : (
            <CaseTable
              rows={items.map((shown) => ({ shown, timed: { ...shown, dueAt: shown.deadline } }))}
              currentId={currentId}
              onCurrent={onCurrent}
              onOpen={onOpen}
              ticked={ticked}
              onTick={onTick}
              caption={say('等我办理的案件，最急的在前', 'Cases that wait for me, most urgent first')}
            />
          )}
          <MoreButton of={tasks} />
        </Loaded>
        {chosen.length > 1 && <BulkBar cases={chosen} onDone={() => setTicked(new Set())} />}
        <KeysFoot canTick />
      </main>
      <aside className="pane" aria-label={say('当前案件', 'Current case')}>
        {currentId !== undefined && <CasePane key={currentId} caseId={currentId} />}
      </aside>
    </div>
  );
};
