import { type Page, type PageRequest, toPage } from '../../src/platform/page.ts';
import { type Scope, scopeClause } from '../../src/platform/scope-clause.ts';
import type { Sql } from '../../src/platform/sql.ts';
import type { Severity } from '../../src/sensing/events.ts';
import type { AlarmRow } from './project.ts';

export interface AlarmFilter {
  readonly state?: 'active' | 'cleared';
  readonly severity?: Severity;
  readonly deviceId?: string;
  readonly ruleId?: string;
  readonly divisionPrefix?: string;
}

/** Latest raised first. */
export const listAlarms = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: AlarmFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<AlarmRow>> => {
  const rows = await sql<AlarmRow>`
    select * from alarms where (${scopeClause(sql, scopes, { hasDepartment: false })})
    ${filter.state ? sql`and state = ${filter.state}` : sql``}
    ${filter.severity ? sql`and severity = ${filter.severity}` : sql``}
    ${filter.deviceId ? sql`and device_id = ${filter.deviceId}` : sql``}
    ${filter.ruleId ? sql`and rule_id = ${filter.ruleId}` : sql``}
    ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ${cursor ? sql`and (raised_at, alarm_id) < (${cursor.at}::timestamptz, ${cursor.id})` : sql``}
    order by raised_at desc, alarm_id desc limit ${limit + 1}`;
  return toPage(
    rows,
    limit,
    (row) => row,
    (row) => ({ at: row.raised_at, id: row.alarm_id }),
  );
};

export const findAlarm = async (sql: Sql, alarmId: string): Promise<AlarmRow | undefined> => {
  const [row] = await sql<AlarmRow>`select * from alarms where alarm_id = ${alarmId}`;
  return row;
};

export const findAlarms = async (sql: Sql, alarmIds: readonly string[]): Promise<readonly AlarmRow[]> =>
  sql<AlarmRow>`select * from alarms where alarm_id = any(${alarmIds as string[]}::text[])`;
