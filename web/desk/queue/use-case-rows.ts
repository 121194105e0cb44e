import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CaseFilter } from './case-filter.ts';
import { caseListQuery } from './case-query.ts';
import type { CaseRow } from './case-table.tsx';

/** Cases of a filter as rows, by the clock that counts for everybody. */
export const useCaseRows = (filter: CaseFilter) => {
  const cases = useInfiniteQuery(caseListQuery(filter));
  const { data } = cases;
  const rows = useMemo(
    (): readonly CaseRow[] =>
      data?.pages.flatMap((page) => page.items).map((shown) => ({ shown, timed: shown })) ?? [],
    [data],
  );
  return { cases, rows };
};
