import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { useFilter } from '../list/use-filter.ts';
import { type CaseFilter, queryOf, TASK_FILTER } from './case-filter.ts';

const BY_DEADLINE = 'dueAt';

/** By what the address narrows and sorts the list of a tab. */
export const useTabFilter = () => {
  const [, setSearch] = useSearchParams();
  const { filter, change } = useFilter(TASK_FILTER);
  return useMemo(() => {
    const { stage: _stage, sort, ...conditions } = queryOf(filter) as CaseFilter;
    const isNarrowed = Object.keys(conditions).length > 0;
    const shown = Object.entries(filter).filter(([name]) => !(name in conditions));
    return {
      filter,
      /** The tab's own stage is not among it. */
      query: {
        ...conditions,
        ...(sort === undefined ? {} : { sort }),
        ...(filter.size && { size: filter.size }),
      },
      sort: sort ?? BY_DEADLINE,
      onSort: (next: string) => change('sort', next === BY_DEADLINE ? undefined : next),
      isNarrowed,
      change,
      /** The tab stays, and how it is shown. */
      clear: () => setSearch(TASK_FILTER.searchOf(Object.fromEntries(shown))),
    };
  }, [filter, change, setSearch]);
};
export type TabFilter = ReturnType<typeof useTabFilter>;
