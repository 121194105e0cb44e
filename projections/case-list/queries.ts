import type { CaseStage, Light } from '../../src/governance/events.ts';
import { TERMINAL_STAGES } from '../../src/governance/index.ts';
import { type Cursor, type Page, type PageRequest, toPage } from '../../src/platform/page.ts';
import { type Scope, scopeClause } from '../../src/platform/scope-clause.ts';
import type { Query, Sql } from '../../src/platform/sql.ts';
import type { CaseRow } from './project.ts';

export interface CaseFilter {
  readonly stages?: readonly CaseStage[];
  readonly divisionPrefix?: string;
  readonly departmentId?: string;
  readonly gridCode?: string;
  readonly source?: string;
  readonly light?: Light;
  readonly overdue?: boolean;
  readonly suspended?: boolean;
  readonly open?: boolean;
  readonly deviceId?: string;
  readonly reportedFrom?: string;
  readonly reportedUntil?: string;
  /** Words to find in number, description and address. */
  readonly text?: string;
}

/** Who asks: sees what the scopes cover, and every case that this person took part in. */
export interface CaseViewer {
  readonly userId: string;
  readonly scopes: readonly Scope[];
}

/** `%`, `_` and `\` of a search text stand for themselves. */
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`);

const filterClause = (sql: Sql, viewer: CaseViewer, filter: CaseFilter) => {
  const search = filter.text === undefined ? undefined : `%${escapeLike(filter.text)}%`;
  return sql`
    (${scopeClause(sql, viewer.scopes, { hasDepartment: true, hasCoDepartments: true })} or ${viewer.userId} = any(participants))
    ${filter.stages ? sql`and stage = any(${filter.stages as string[]}::text[])` : sql``}
    ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ${filter.departmentId ? sql`and (department_id = ${filter.departmentId} or ${filter.departmentId} = any(co_department_ids))` : sql``}
    ${filter.gridCode ? sql`and grid_code = ${filter.gridCode}` : sql``}
    ${filter.source ? sql`and source = ${filter.source}` : sql``}
    ${filter.light ? sql`and light = ${filter.light}` : sql``}
    ${filter.suspended === undefined ? sql`` : sql`and (state ->> 'suspendedUntil' is not null) = ${filter.suspended}`}
    ${filter.overdue === undefined ? sql`` : sql`and overdue = ${filter.overdue}`}
    ${filter.open === undefined ? sql`` : filter.open ? sql`and stage <> all(${TERMINAL_STAGES as string[]}::text[])` : sql`and stage = any(${TERMINAL_STAGES as string[]}::text[])`}
    ${filter.deviceId ? sql`and device_id = ${filter.deviceId}` : sql``}
    ${filter.reportedFrom ? sql`and reported_at >= ${filter.reportedFrom}` : sql``}
    ${filter.reportedUntil ? sql`and reported_at < ${filter.reportedUntil}` : sql``}
    ${search ? sql`and (case_number ilike ${search} or description ilike ${search} or address ilike ${search})` : sql``}`;
};

/** Newest report first. */
export const listCases = async (
  sql: Sql,
  viewer: CaseViewer,
  filter: CaseFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<CaseRow>> => {
  const rows = await sql<CaseRow>`
    select * from cases where ${filterClause(sql, viewer, filter)}
    ${cursor ? sql`and (reported_at, case_id) < (${cursor.at}::timestamptz, ${cursor.id})` : sql``}
    order by reported_at desc, case_id desc limit ${limit + 1}`;
  return toPage(
    rows,
    limit,
    (row) => row,
    (row) => ({ at: row.reported_at, id: row.case_id }),
  );
};

export const findCase = async (sql: Sql, caseId: string): Promise<CaseRow | undefined> => {
  const [row] = await sql<CaseRow>`select * from cases where case_id = ${caseId}`;
  return row;
};

export const findCases = async (sql: Sql, caseIds: readonly string[]): Promise<readonly CaseRow[]> =>
  sql<CaseRow>`select * from cases where case_id = any(${caseIds as string[]}::text[])`;

/** What a person could be waited for: steps by command, those of a task only where the task was sent to this person. */
export interface AwaitedFilter {
  readonly commands: readonly string[];
  readonly taskCommands: readonly string[];
}

export const awaitedCursor = (row: CaseRow): Cursor => ({ at: row.reported_at, id: row.case_id });

/** Cases that wait for such a step, latest report first. */
export const listAwaiting = async (
  sql: Sql,
  viewer: CaseViewer,
  filter: AwaitedFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<CaseRow>> => {
  const rows = await sql<CaseRow>`
    select * from cases
    where (awaits && ${filter.commands as string[]}::text[]
        or awaits && ${filter.taskCommands as string[]}::text[] and task_executor_id = ${viewer.userId})
      and (${scopeClause(sql, viewer.scopes, { hasDepartment: true, hasCoDepartments: true })} or ${viewer.userId} = any(participants))
    ${cursor ? sql`and (reported_at, case_id) < (${cursor.at}::timestamptz, ${cursor.id})` : sql``}
    order by reported_at desc, case_id desc limit ${limit + 1}`;
  return toPage(rows, limit, (row) => row, awaitedCursor);
};

export interface DueCase {
  readonly case_id: string;
  readonly next_due_at: string;
  readonly version: number;
}

/** Cases on which something has come due, from the index of due instants: what is not due is not looked at. */
export const dueCases = (sql: Sql, at: string, limit: number): Query<DueCase> =>
  sql<DueCase>`
    select case_id, next_due_at, version from cases
    where next_due_at is not null and next_due_at <= ${at}
    order by next_due_at limit ${limit}`;
