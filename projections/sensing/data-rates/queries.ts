import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, toPage } from '../../paging.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';

export const RATE_GROUPS = ['device', 'department', 'division'] as const;
export type RateGroup = (typeof RATE_GROUPS)[number];

export interface RateFilter {
  /** Days in Asia/Shanghai, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly groupBy: RateGroup;
  readonly deviceId?: string;
  readonly departmentId?: string;
  readonly modelId?: string;
  readonly divisionPrefix?: string;
  /** Slots of today after this moment are not expected yet. ISO 8601. */
  readonly now: string;
}

export interface RateRow {
  /** Device, department (empty: none) or six-digit division, as asked for. */
  id: string;
  day: string;
  devices: number;
  expected: number;
  arrived: number;
  valid: number;
  complete: number;
}

/** The id that rows are grouped by: names of columns, and never what a caller sent. */
const groupColumn = (sql: Sql, groupBy: RateGroup) => {
  switch (groupBy) {
    case 'device':
      return sql`device_id`;
    case 'department':
      return sql`coalesce(department_id, '')`;
    case 'division':
      return sql`left(division_code, 6)`;
    default:
      return groupBy satisfies never;
  }
};

/**
 * Slots that were to be reported and those that were, latest day first. Expected of every device that was registered then, whether or
 * not it ever sent anything; of a day that began before it was registered, or is not over, the part that counts.
 */
export const listDataRates = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: RateFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<RateRow>> => {
  const rows = await sql<RateRow>`
    with days as (
      select day::date as day, day at time zone 'Asia/Shanghai' as begins,
        (day + interval '1 day') at time zone 'Asia/Shanghai' as ends
      from generate_series(${filter.from}::timestamp, ${filter.to}::timestamp, interval '1 day') as day
    ), shares as (
      select devices.device_id, department_id, division_code, days.day, rates.arrived, rates.valid, rates.complete,
        floor(86400 / least(86400, greatest(60, report_interval_seconds))) as slots,
        extract(epoch from least(ends, ${filter.now}::timestamptz) - greatest(begins, registered_at)) / 86400 as share
      from devices cross join days left join data_rates rates
        on rates.device_id = devices.device_id and rates.day = days.day
      where (${scopeClause(sql, scopes, { hasDepartment: true })})
        and (status = 'active' or rates.device_id is not null)
        ${filter.deviceId ? sql`and devices.device_id = ${filter.deviceId}` : sql``}
        ${filter.departmentId ? sql`and department_id = ${filter.departmentId}` : sql``}
        ${filter.modelId ? sql`and model_id = ${filter.modelId}` : sql``}
        ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ), counted as (
      select *, greatest(floor(slots * greatest(share, 0)), coalesce(arrived, 0)) as expected from shares
      where share > 0 or arrived is not null
    ), grouped as (
      select ${groupColumn(sql, filter.groupBy)} as id, day::text, count(*)::int as devices,
        sum(expected)::float8 as expected, coalesce(sum(arrived), 0)::float8 as arrived,
        coalesce(sum(valid), 0)::float8 as valid, coalesce(sum(complete), 0)::float8 as complete
      from counted group by 1, 2
    )
    select * from grouped where true
    ${cursor ? sql`and (day < ${cursor.at} or (day = ${cursor.at} and id > ${cursor.id}))` : sql``}
    order by day desc, id limit ${limit + 1}`;
  return toPage(rows, limit, (row) => ({ at: row.day, id: row.id }));
};
