import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSearchParams } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useFilter } from '../list/use-filter.ts';
import { CaseBrowser } from './case-browser.tsx';
import { CASE_FILTER, CASE_SORTS } from './case-filter.ts';
import { ExportButton } from './export-button.tsx';
import { FilterBar } from './filter-bar.tsx';
import { NoCaseFits } from './no-case-fits.tsx';
import { columnsOf, ShownColumns } from './shown-columns.tsx';
import { useCaseRows } from './use-case-rows.ts';
import { ViewBar } from './view-bar.tsx';
import { searchOfView, viewsQuery } from './view-query.ts';

/** An address without a filter opens the view that is my default. */
const useDefaultView = (): void => {
  const [search, setSearch] = useSearchParams();
  const view = useQuery(viewsQuery).data?.items.find(({ isDefault }) => isDefault);
  const isBare = search.size === 0;
  useEffect(() => {
    if (isBare && view !== undefined) setSearch(searchOfView(view), { replace: true });
  }, [isBare, view, setSearch]);
};

/** Cases that I may see, filtered; the filter stands in the address. */
export const CaseListPage = () => {
  const say = useSay();
  useDefaultView();
  const [, setSearch] = useSearchParams();
  const { filter, change, clear } = useFilter(CASE_FILTER);
  const { cases, rows } = useCaseRows(filter);
  return (
    <CaseBrowser
      of={cases}
      rows={rows}
      columns={columnsOf(filter)}
      order={{
        sort: filter.sort ?? 'reportedAt',
        sorts: CASE_SORTS,
        onSort: (sort) => change('sort', sort),
      }}
      caption={say('符合条件的案件', 'Cases that fit')}
      empty={<NoCaseFits onClear={clear} />}
    >
      <h1 className="unseen">{say('案件', 'Cases')}</h1>
      <div className="list-acts">
        <ViewBar filter={filter} onOpen={(view) => setSearch(searchOfView(view))} />
        <ShownColumns filter={filter} onChange={change} />
        <ExportButton filter={filter} />
      </div>
      <FilterBar filter={filter} onChange={change} onClear={clear} />
    </CaseBrowser>
  );
};
