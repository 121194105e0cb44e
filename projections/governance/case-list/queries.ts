import type { CaseStage, Light } from '../../../src/governance/events.ts';
import {
  type CaseFlag,
  type CaseTransitionCommand,
  OPEN_STAGES,
  type OpenItem,
  TERMINAL_STAGES,
} from '../../../src/governance/index.ts';
import type { Query, Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageOrder, type PageRequest, pageBy, pageCursor } from '../../paging.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
import type { CaseRow } from './table.ts';

export interface CaseFilter {
  readonly stages?: readonly CaseStage[];
  readonly divisionPrefix?: string;
  readonly departmentId?: string;
  readonly gridCode?: string;
  /** A category, or all that begin with its first parts. */
  readonly matterPrefix?: string;
  /** At least one of them is open. */
  readonly openItems?: readonly OpenItem[];
  /** It has all of them. */
  readonly flags?: readonly CaseFlag[];
  readonly urgent?: boolean;
  /** The viewer took part in it. */
  readonly mine?: boolean;
  /** Only these. */
  readonly caseIds?: readonly string[];
  readonly source?: string;
  readonly light?: Light;
  /** The current stage is past its deadline; `wasOverdue`: any stage ever was. */
  readonly overdue?: boolean;
  readonly wasOverdue?: boolean;
  readonly suspended?: boolean;
  /** Waits for somebody: neither ended nor merged into another case. */
  readonly open?: boolean;
  readonly setAside?: boolean;
  readonly deviceId?: string;
  /** One of the alarms that it was opened for, or that joined it. */
  readonly alarmId?: string;
  readonly reportedFrom?: string;
  readonly reportedUntil?: string;
  /** Words to find in number, description and address. */
  readonly text?: string;
}

/** The viewer: sees what the scopes cover, and every case in which this person took part. */
export interface CaseViewer {
  readonly userId: string;
  readonly scopes: readonly Scope[];
}

/** `%`, `_` and `\` in a search text are literal characters. */
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`);

/** Waits for somebody: neither ended nor merged into another case. */
const isOpen = (sql: Sql) => sql`stage = any(${OPEN_STAGES as string[]}::text[]) and set_aside_as is null`;

const filterClause = (sql: Sql, viewer: CaseViewer, filter: CaseFilter) => {
  const search = filter.text === undefined ? undefined : `%${escapeLike(filter.text)}%`;
  return sql`
    (${scopeClause(sql, viewer.scopes, { hasDepartment: true, hasCoDepartments: true })} or ${viewer.userId} = any(participants))
    ${filter.stages ? sql`and stage = any(${filter.stages as string[]}::text[])` : sql``}
    ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ${filter.departmentId ? sql`and (department_id = ${filter.departmentId} or ${filter.departmentId} = any(co_department_ids))` : sql``}
    ${filter.gridCode ? sql`and grid_code = ${filter.gridCode}` : sql``}
    ${filter.matterPrefix ? sql`and (matter_code = ${filter.matterPrefix} or matter_code like ${`${escapeLike(filter.matterPrefix)}-%`})` : sql``}
    ${filter.openItems ? sql`and open_items && ${filter.openItems as string[]}::text[]` : sql``}
    ${filter.flags ? sql`and flags @> ${filter.flags as string[]}::text[]` : sql``}
    ${filter.urgent === undefined ? sql`` : filter.urgent ? sql`and severity = 'red'` : sql`and severity is distinct from 'red'`}
    ${filter.mine === undefined ? sql`` : filter.mine ? sql`and participants @> array[${viewer.userId}]` : sql`and not participants @> array[${viewer.userId}]`}
    ${filter.caseIds ? sql`and case_id = any(${filter.caseIds as string[]}::text[])` : sql``}
    ${filter.source ? sql`and source = ${filter.source}` : sql``}
    ${filter.light ? sql`and light = ${filter.light} ${filter.light === 'green' ? sql`` : sql`and light <> 'green'`}` : sql``}
    ${filter.suspended === undefined ? sql`` : sql`and (state ->> 'suspendedUntil' is not null) = ${filter.suspended}`}
    ${filter.overdue === undefined ? sql`` : filter.overdue ? sql`and overdue` : sql`and not overdue`}
    ${filter.open === undefined ? sql`` : filter.open ? sql`and ${isOpen(sql)}` : sql`and stage = any(${TERMINAL_STAGES as string[]}::text[])`}
    ${filter.setAside === undefined ? sql`` : sql`and (set_aside_as is not null) = ${filter.setAside}`}
    ${filter.wasOverdue === undefined ? sql`` : sql`and (coalesce(jsonb_array_length(state -> 'overdueClocks'), 0) > 0) = ${filter.wasOverdue}`}
    ${filter.deviceId ? sql`and device_id = ${filter.deviceId}` : sql``}
    ${filter.alarmId ? sql`and jsonb_exists(alarm_ids, ${filter.alarmId})` : sql``}
    ${filter.reportedFrom ? sql`and reported_at >= ${filter.reportedFrom}` : sql``}
    ${filter.reportedUntil ? sql`and reported_at < ${filter.reportedUntil}` : sql``}
    ${search ? sql`and (case_number ilike ${search} or description ilike ${search} or address ilike ${search})` : sql``}`;
};

export const CASE_SORTS = ['reportedAt', 'deadline', 'dueAt'] as const;
/** Latest report first; or by the deadline of handling or of the current stage, the earliest first and those without one last. */
export type CaseSort = (typeof CASE_SORTS)[number];

/** The earliest due first, and those without such a time last. */
const byDeadline = <Row extends CaseRow>(
  sql: Sql,
  column: Query<unknown>,
  of: (row: Row) => string | null,
  name: string,
): PageOrder<Row> => {
  const key = sql`coalesce(${column}, 'infinity'::timestamptz)`;
  return { at: { key, of: (row) => of(row) ?? '' }, id: 'case_id', upwards: true, name };
};

const orderOf = (sql: Sql, sort: CaseSort): PageOrder<CaseRow> =>
  ({
    reportedAt: { at: 'reported_at', id: 'case_id', name: sort } as const,
    deadline: byDeadline<CaseRow>(sql, sql`deadline`, (row) => row.deadline, sort),
    dueAt: byDeadline<CaseRow>(sql, sql`due_at`, (row) => row.due_at, sort),
  })[sort];

/** Behind a row of `listCases`. */
export const caseCursor = (sql: Sql, sort: CaseSort) => pageCursor(orderOf(sql, sort));

export const listCases = async (
  sql: Sql,
  viewer: CaseViewer,
  filter: CaseFilter,
  request: PageRequest,
  sort: CaseSort = 'reportedAt',
): Promise<Page<CaseRow>> => {
  const page = pageBy(sql, request, orderOf(sql, sort));
  return page.of(
    await sql<CaseRow>`select * from cases where ${filterClause(sql, viewer, filter)} ${page.rest}`,
  );
};

/** How many cases fit: at most `most`, and whether there are more. */
export const countCases = async (
  sql: Sql,
  viewer: CaseViewer,
  filter: CaseFilter,
  most: number,
): Promise<{ readonly count: number; readonly isMore: boolean }> => {
  const [row] = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from cases where ${filterClause(sql, viewer, filter)} limit ${most + 1}
    ) as found`;
  return { count: Math.min(row!.count, most), isMore: row!.count > most };
};

export const findCase = async (sql: Sql, caseId: string): Promise<CaseRow | undefined> => {
  const [row] = await sql<CaseRow>`select * from cases where case_id = ${caseId}`;
  return row;
};

export const findCases = async (sql: Sql, caseIds: readonly string[]): Promise<readonly CaseRow[]> =>
  sql<CaseRow>`select * from cases where case_id = any(${caseIds as string[]}::text[])`;

/**
 * The steps that could be waiting for a person: steps by command, those of a task only if the task was sent to this person, replies to
 * supervisions only of the person's departments. Coarser than the decider, but never narrower.
 */
export interface AwaitedFilter {
  readonly commands: readonly CaseTransitionCommand[];
  readonly departmentIds: readonly string[];
  /** Only those that fit. */
  readonly among?: CaseFilter;
}

/** Steps of a task are those of the person to whom it was sent. */
const TASK_COMMANDS: readonly CaseTransitionCommand[] = ['CompleteVerifyTask', 'CompleteCheckTask'];
const REPLY: CaseTransitionCommand = 'AnswerSupervision';

/** A case that may wait for a person, with when it is due for them. */
export interface AwaitedRow extends CaseRow {
  readonly task_due_at: string | null;
}

export const TASK_SORTS = ['dueAt', 'reportedAt'] as const;
export type TaskSort = (typeof TASK_SORTS)[number];

/** Without replies a case is due for everybody when its clock is: that order has an index. */
const awaitedOrder = (sql: Sql, sort: TaskSort, hasReplies: boolean): PageOrder<AwaitedRow> =>
  sort === 'dueAt'
    ? byDeadline<AwaitedRow>(sql, hasReplies ? sql`task_due_at` : sql`due_at`, (row) => row.task_due_at, sort)
    : { at: 'reported_at', id: 'case_id', name: sort };

/** Behind a row of `listAwaiting`. */
export const awaitedCursor = (sql: Sql, sort: TaskSort) => pageCursor(awaitedOrder(sql, sort, true));

/** Cases that may wait for a person: what is due first first, or latest report first. */
export const listAwaiting = async (
  sql: Sql,
  viewer: CaseViewer,
  { commands, departmentIds, among = {} }: AwaitedFilter,
  request: PageRequest,
  sort: TaskSort,
): Promise<Page<AwaitedRow>> => {
  const hasReplies = commands.includes(REPLY);
  const page = pageBy(sql, request, awaitedOrder(sql, sort, hasReplies));
  const ofTasks = commands.filter((command) => TASK_COMMANDS.includes(command));
  const onClock = commands.filter((command) => !TASK_COMMANDS.includes(command) && command !== REPLY);
  const stage = sql`(awaits && ${onClock as string[]}::text[]
    or awaits && ${ofTasks as string[]}::text[] and task_executor_id = ${viewer.userId})`;
  const theirs = filterClause(sql, viewer, among);
  if (!hasReplies)
    return page.of(
      await sql<AwaitedRow>`
        select cases.*, due_at as task_due_at from cases where ${stage} and ${theirs} ${page.rest}`,
    );
  const replyBy = sql`(select min((each ->> 'replyBy')::timestamptz) from jsonb_array_elements(state -> 'supervisions') as each
    where each ->> 'reply' is null and each ->> 'departmentId' = any(${departmentIds as string[]}::text[]))`;
  return page.of(
    await sql<AwaitedRow>`
      select * from (
        select cases.*, least(case when ${stage} then due_at end, ${replyBy}) as task_due_at from cases
        where (${stage} or ${REPLY} = any(awaits) and ${replyBy} is not null) and ${theirs}
      ) as awaited
      where true ${page.rest}`,
  );
};

export interface DepartmentLoad {
  readonly department_id: string;
  readonly open: number;
  readonly overdue: number;
}

/** Cases that departments are handling, and those of them that are past their deadline; departments without any are left out. */
export const loadByDepartment = (sql: Sql): Query<DepartmentLoad> =>
  sql<DepartmentLoad>`
    select department_id, count(*)::int as open, count(*) filter (where overdue)::int as overdue from cases
    where department_id is not null and stage <> all(${TERMINAL_STAGES as string[]}::text[]) and set_aside_as is null
    group by department_id`;

/** Open cases that were reported in a grid, whoever may see them. */
export const countOpenInGrid = async (sql: Sql, gridCode: string): Promise<number> => {
  const [row] = await sql<{ open: number }>`
    select count(*)::int as open from cases
    where grid_code = ${gridCode} and ${isOpen(sql)}`;
  return row!.open;
};

/** Cases that wait for something, by the person who handles them or to whom their task was sent; people without any are left out. */
export const openCasesByPerson = async (
  sql: Sql,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const rows = await sql<{ user_id: string; open: number }>`
    select user_id, count(*)::int as open from (
      select coalesce(task_executor_id, state ->> 'assignedHandlerId') as user_id from cases
      where stage <> all(${TERMINAL_STAGES as string[]}::text[]) and set_aside_as is null
    ) as held
    where user_id = any(${userIds as string[]}::text[]) group by user_id`;
  return new Map(rows.map(({ user_id: userId, open }) => [userId, open]));
};

export interface DueCase {
  readonly case_id: string;
  readonly next_due_at: string;
  readonly version: number;
}

export type RunningCase = Pick<CaseRow, 'case_id' | 'case_number' | 'division_code' | 'state'>;

/** Open cases of a division that somebody has to act on, after a case's id. */
export const listRunningCases = (
  sql: Sql,
  divisionPrefix: string,
  after: string,
  limit: number,
): PromiseLike<readonly RunningCase[]> =>
  sql<RunningCase>`
    select case_id, case_number, division_code, state from cases
    where current_clock is not null and starts_with(division_code, ${divisionPrefix}) and case_id > ${after}
    order by case_id limit ${limit}`;

/** Cases on which something has come due, from the index of due instants: what is not due is not looked at. */
export const dueCases = (sql: Sql, at: string, limit: number): Query<DueCase> =>
  sql<DueCase>`
    select case_id, next_due_at, version from cases
    where next_due_at is not null and next_due_at <= ${at}
    order by next_due_at limit ${limit}`;
