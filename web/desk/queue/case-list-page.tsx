import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useSay } from '../../shared/language.ts';
import { useFilter } from '../list/use-filter.ts';
import { CaseBrowser } from './case-browser.tsx';
import { CASE_FILTER } from './case-filter.ts';
import { caseListQuery } from './case-query.ts';
import { ExportButton } from './export-button.tsx';
import { FilterBar } from './filter-bar.tsx';

/** Cases that I may see, filtered; the filter stands in the address. */
export const CaseListPage = () => {
  const say = useSay();
  const { filter, change, clear } = useFilter(CASE_FILTER);
  const cases = useInfiniteQuery(caseListQuery(filter));
  const rows = useMemo(
    () => cases.data?.pages.flatMap((page) => page.items).map((shown) => ({ shown, timed: shown })) ?? [],
    [cases.data],
  );
  return (
    <CaseBrowser
      of={cases}
      rows={rows}
      caption={say('符合条件的案件', 'Cases that fit')}
      empty={
        <>
          {say('没有符合条件的案件。', 'No case fits.')}{' '}
          <Button onClick={clear}>{say('清除筛选', 'Clear the filter')}</Button>
        </>
      }
    >
      <h1 className="unseen">{say('案件', 'Cases')}</h1>
      <ExportButton filter={filter} />
      <FilterBar filter={filter} onChange={change} onClear={clear} />
    </CaseBrowser>
  );
};
