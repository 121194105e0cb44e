import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
import type { AlarmStormRow } from './table.ts';

export interface StormWithActive extends AlarmStormRow {
  /** Alarms raised within it that have not cleared yet. */
  active: number;
}

/** Sorts before every storm that ended: an open one has the latest end there is. */
const OPEN = '9999-12-31T00:00:00.000Z';
const columns = (sql: Sql) => sql`
  alarm_storms.*,
  (select count(*)::int from alarms where alarms.storm_id = alarm_storms.storm_id and alarms.state = 'active') as active
  from alarm_storms`;

/** Open ones first, then by their end, latest first. */
export const listStorms = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: { readonly open?: boolean; readonly divisionPrefix?: string },
  request: PageRequest,
): Promise<Page<StormWithActive>> => {
  const page = pageBy<StormWithActive>(sql, request, {
    at: { key: sql`coalesce(ended_at, ${OPEN})`, of: (row) => row.ended_at ?? OPEN },
    id: 'storm_id',
  });
  const rows = await sql<StormWithActive>`
    select ${columns(sql)} where (${scopeClause(sql, scopes, { hasDepartment: false })})
    ${filter.open === undefined ? sql`` : filter.open ? sql`and ended_at is null` : sql`and ended_at is not null`}
    ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ${page.rest}`;
  return page.of(rows);
};

export const findStorm = async (sql: Sql, stormId: string): Promise<StormWithActive | undefined> => {
  const [row] = await sql<StormWithActive>`select ${columns(sql)} where storm_id = ${stormId}`;
  return row;
};

export const findStorms = async (
  sql: Sql,
  stormIds: readonly string[],
): Promise<readonly StormWithActive[]> =>
  sql<StormWithActive>`select ${columns(sql)} where storm_id = any(${[...stormIds]}::text[])`;
