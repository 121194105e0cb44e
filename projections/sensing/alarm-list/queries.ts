import type { Sql } from '../../../src/platform/sql.ts';
import { SEVERITIES, type Severity } from '../../../src/sensing/events.ts';
import { type Page, type PageRequest, pageBy, toPage } from '../../paging.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
import type { AlarmRow } from './table.ts';

export const ALARM_SORTS = ['latest', 'oldest', 'severity'] as const;
export type AlarmSort = (typeof ALARM_SORTS)[number];

export interface AlarmFilter {
  readonly state?: 'active' | 'cleared';
  readonly severity?: Severity;
  /** Also those of a spatial rule that this device was one of. */
  readonly deviceId?: string;
  readonly ruleId?: string;
  readonly divisionPrefix?: string;
  readonly gridCode?: string;
  readonly acknowledged?: boolean;
  /** Of one storm; null: of none. */
  readonly stormId?: string | null;
  /** Raised from … until before …, ISO 8601. */
  readonly from?: string;
  readonly to?: string;
}

const rankOf = (severity: Severity): string => String(SEVERITIES.indexOf(severity));

/** Most serious first and of those the latest; the cursor's id is `{rank}:{alarm}`. */
const pageBySeverity = (sql: Sql, { limit, cursor }: PageRequest) => {
  const rank = sql`array_position(${[...SEVERITIES]}::text[], severity)`;
  const after = () => {
    if (cursor === undefined) return sql``;
    const [at, id] = [cursor.id.slice(0, 1), cursor.id.slice(2)];
    return sql`and (${rank} - 1, raised_at, alarm_id) < (${Number(at) || 0}::int, ${cursor.at}::timestamptz, ${id})`;
  };
  return {
    rest: sql`${after()} order by ${rank} desc, raised_at desc, alarm_id desc limit ${limit + 1}`,
    of: (rows: readonly AlarmRow[]) =>
      toPage(rows, limit, (row) => ({ at: row.raised_at, id: `${rankOf(row.severity)}:${row.alarm_id}` })),
  };
};

/** Latest or oldest raised first, or most serious first and of those the latest. */
export const listAlarms = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: AlarmFilter,
  request: PageRequest,
  sort: AlarmSort = 'latest',
): Promise<Page<AlarmRow>> => {
  const page =
    sort === 'severity'
      ? pageBySeverity(sql, request)
      : pageBy<AlarmRow>(sql, request, { at: 'raised_at', id: 'alarm_id', upwards: sort === 'oldest' });
  const { state, severity, deviceId, ruleId, divisionPrefix, gridCode, acknowledged, stormId } = filter;
  const rows = await sql<AlarmRow>`
    select * from alarms where (${scopeClause(sql, scopes, { hasDepartment: false })})
    ${state ? sql`and state = ${state}` : sql``}
    ${severity ? sql`and severity = ${severity}` : sql``}
    ${deviceId ? sql`and (device_id = ${deviceId} or device_ids ? ${deviceId})` : sql``}
    ${ruleId ? sql`and rule_id = ${ruleId}` : sql``}
    ${divisionPrefix ? sql`and starts_with(division_code, ${divisionPrefix})` : sql``}
    ${gridCode ? sql`and grid_code = ${gridCode}` : sql``}
    ${acknowledged === undefined ? sql`` : sql`and (acknowledged_by is not null) = ${acknowledged}`}
    ${stormId === undefined ? sql`` : stormId === null ? sql`and storm_id is null` : sql`and storm_id = ${stormId}`}
    ${filter.from ? sql`and raised_at >= ${filter.from}::timestamptz` : sql``}
    ${filter.to ? sql`and raised_at < ${filter.to}::timestamptz` : sql``}
    ${page.rest}`;
  return page.of(rows);
};

/** Active ones by severity. */
export const countActiveAlarms = (
  sql: Sql,
  scopes: readonly Scope[],
  divisionPrefix: string,
): PromiseLike<readonly { readonly severity: Severity; readonly count: number }[]> =>
  sql<{ severity: Severity; count: number }>`
    select severity, count(*)::int as count from alarms
    where state = 'active' and (${scopeClause(sql, scopes, { hasDepartment: false })})
      and starts_with(division_code, ${divisionPrefix})
    group by severity`;

export const countAlarms = async (sql: Sql): Promise<{ readonly active: number; readonly total: number }> => {
  const [row] = await sql<{ active: number; total: number }>`
    select (count(*) filter (where state = 'active'))::int as active, count(*)::int as total from alarms`;
  return row!;
};

export const findAlarm = async (sql: Sql, alarmId: string): Promise<AlarmRow | undefined> => {
  const [row] = await sql<AlarmRow>`select * from alarms where alarm_id = ${alarmId}`;
  return row;
};

export const findAlarms = async (sql: Sql, alarmIds: readonly string[]): Promise<readonly AlarmRow[]> =>
  sql<AlarmRow>`select * from alarms where alarm_id = any(${alarmIds as string[]}::text[])`;
