import type { Context } from 'hono';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { findSearchRows } from '../../../projections/governance/case-search/queries.ts';
import type { CaseSearchRow } from '../../../projections/governance/case-search/table.ts';
import { type Cursor, type Page, type PageRequest, pickPage } from '../../../projections/paging.ts';
import { comparableOf, createDuplicateSearch, RANKED_AT_MOST } from '../../application/find-duplicates.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { readableAmong } from './case-access.ts';

/** Cases whose neighbours are read at one time. */
const AT_ONCE = 10;

interface Sifted<Row extends CaseRow, Item> {
  readonly wanted: boolean;
  readonly page: PageRequest;
  readonly read: (request: PageRequest) => Promise<Page<Row>>;
  readonly pick: (row: Row) => Item | undefined;
  readonly cursorOf: (row: Row) => Cursor;
}

/**
 * Pages of cases that have possible duplicates, or that have none. Candidates are stored nowhere, since they change with every report
 * nearby, so each case is compared while the list is read: at most `YIWANG_DUPLICATE_FILTER_MAX_CASES` for a page, whose cursor then
 * continues where reading stopped.
 */
export const createDuplicateFilter = (deps: ApiDeps) => {
  const { sql } = deps.core;
  const search = createDuplicateSearch(sql, deps.reference);

  /** Those of the cases that have a candidate which the caller may read. */
  const withCandidates = async (
    context: Context<ApiEnv>,
    caseIds: readonly string[],
  ): Promise<ReadonlySet<string>> => {
    const rows = (await findSearchRows(sql, caseIds)).filter(({ open }) => open);
    const candidatesOf = async (row: CaseSearchRow) => ({
      caseId: row.case_id,
      candidates: (await search(comparableOf(row), row.case_id, RANKED_AT_MOST)).map(({ caseId }) => caseId),
    });
    const found: Awaited<ReturnType<typeof candidatesOf>>[] = [];
    for (let from = 0; from < rows.length; from += AT_ONCE)
      found.push(...(await Promise.all(rows.slice(from, from + AT_ONCE).map(candidatesOf))));
    const readable = await readableAmong(context, deps, [
      ...new Set(found.flatMap(({ candidates }) => candidates)),
    ]);
    return new Set(
      found
        .filter(({ candidates }) => candidates.some((caseId) => readable.has(caseId)))
        .map(({ caseId }) => caseId),
    );
  };

  return <Row extends CaseRow, Item>(
    context: Context<ApiEnv>,
    { wanted, page, read, pick, cursorOf }: Sifted<Row, Item>,
  ): Promise<Page<Item>> =>
    pickPage(
      async (request) => {
        const { items, nextCursor } = await read(request);
        const picked = items.map((row) => ({ row, item: pick(row) }));
        const found = await withCandidates(
          context,
          picked.flatMap(({ row, item }) => (item === undefined ? [] : [row.case_id])),
        );
        return {
          nextCursor,
          items: picked.map(({ row, item }) =>
            found.has(row.case_id) === wanted ? { row, item } : { row, item: undefined },
          ),
        };
      },
      page,
      ({ item }) => item,
      ({ row }) => cursorOf(row),
      deps.config.YIWANG_DUPLICATE_FILTER_MAX_CASES,
    );
};

export type DuplicateFilter = ReturnType<typeof createDuplicateFilter>;
