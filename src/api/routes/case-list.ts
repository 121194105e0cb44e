import type { Context } from 'hono';
import { type CaseSort, caseCursor, listCases } from '../../../projections/governance/case-list/queries.ts';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import type { Page, PageRequest } from '../../../projections/paging.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { viewerOf } from './case-access.ts';
import { type CaseFilterQuery, caseFilterOf } from './case-filters.ts';
import { createDuplicateFilter } from './duplicate-filter.ts';

export type CaseList = ReturnType<typeof createCaseList>;

/** Pages of the cases that the caller may see and that match a query. */
export const createCaseList = (deps: ApiDeps) => {
  const { sql } = deps.core;
  const filterDuplicates = createDuplicateFilter(deps);
  return (
    context: Context<ApiEnv>,
    query: CaseFilterQuery & { readonly sort: CaseSort },
    page: PageRequest,
  ): Promise<Page<CaseRow>> => {
    const viewer = viewerOf(context, deps);
    const filter = caseFilterOf(query);
    const read = (request: PageRequest) => listCases(sql, viewer, filter, request, query.sort);
    if (query.possibleDuplicate === undefined) return read(page);
    const cursorOf = caseCursor(sql, query.sort);
    return filterDuplicates(context, {
      wanted: query.possibleDuplicate,
      page,
      read,
      pick: (row) => row,
      cursorOf,
    });
  };
};
