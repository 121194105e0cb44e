import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { CasePane } from '../case/case-pane.tsx';
import { DEFAULT_FILTER, filterOf, searchOf, withFilter } from './case-filter.ts';
import { caseListQuery } from './case-query.ts';
import { CaseTable } from './case-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { KeysFoot } from './keys-foot.tsx';
import { Loaded } from './list-states.tsx';
import { useRowKeys } from './use-row-keys.ts';

/** Cases that I may see, filtered; the filter stands in the address. */
export const CaseListPage = () => {
  const say = useSay();
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const filter = useMemo(() => filterOf(search), [search]);
  const cases = useInfiniteQuery(caseListQuery(filter));
  const [chosenId, setCurrent] = useState<string>();
  const items = useMemo(() => cases.data?.pages.flatMap((page) => page.items) ?? [], [cases.data]);
  const ids = useMemo(() => items.map(({ caseId }) => caseId), [items]);
  const currentId = chosenId !== undefined && ids.includes(chosenId) ? chosenId : ids[0];
  const onOpen = useCallback((caseId: string) => navigate(`/cases/${caseId}`), [navigate]);
  useRowKeys({ ids, currentId, onCurrent: setCurrent, onOpen });
  return (
    <div className="queue">
      <main className="queue-list">
        <h1 className="unseen">{say('案件', 'Cases')}</h1>
        <FilterBar
          filter={filter}
          onChange={(name, value) => setSearch(searchOf(withFilter(filter, name, value)))}
        />
        <Loaded of={cases}>
          {items.length === 0 ? (
            <p className="state">
              {say('没有符合条件的案件。', 'No case fits.')}{' '}
              <Button onClick={() => setSearch(searchOf(DEFAULT_FILTER))}>
                {say('清除筛选', 'Clear the filter')}
              </Button>
            </p>
          ) : (
            <CaseTable
              rows={items.map((shown) => ({ shown, timed: shown }))}
              currentId={currentId}
              onCurrent={setCurrent}
              onOpen={onOpen}
              caption={say('符合条件的案件', 'Cases that fit')}
            />
          )}
          {cases.hasNextPage && (
            <p className="more">
              <Button loading={cases.isFetchingNextPage} onClick={() => cases.fetchNextPage()}>
                {say('继续加载', 'Load more')}
              </Button>
            </p>
          )}
        </Loaded>
        <KeysFoot canTick={false} />
      </main>
      <aside className="pane" aria-label={say('当前案件', 'Current case')}>
        {currentId !== undefined && <CasePane key={currentId} caseId={currentId} />}
      </aside>
    </div>
  );
};
