import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { CasePane } from '../case/case-pane.tsx';
import { KeysFoot } from '../list/keys-foot.tsx';
import { Loaded } from '../list/loaded.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { useFilter } from '../list/use-filter.ts';
import { useRowKeys } from '../list/use-row-keys.ts';
import { CASE_FILTER } from './case-filter.ts';
import { caseListQuery } from './case-query.ts';
import { CaseTable } from './case-table.tsx';
import { ExportButton } from './export-button.tsx';
import { FilterBar } from './filter-bar.tsx';

/** Cases that I may see, filtered; the filter stands in the address. */
export const CaseListPage = () => {
  const say = useSay();
  const [, navigate] = useLocation();
  const { filter, change, clear } = useFilter(CASE_FILTER);
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
        <ExportButton filter={filter} />
        <FilterBar filter={filter} onChange={change} />
        <Loaded of={cases}>
          {items.length === 0 ? (
            <p className="state">
              {say('没有符合条件的案件。', 'No case fits.')}{' '}
              <Button onClick={clear}>{say('清除筛选', 'Clear the filter')}</Button>
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
          <MoreButton of={cases} />
        </Loaded>
        <KeysFoot canTick={false} />
      </main>
      <aside className="pane" aria-label={say('当前案件', 'Current case')}>
        {currentId !== undefined && <CasePane key={currentId} caseId={currentId} />}
      </aside>
    </div>
  );
};
