import { type Page, type PageRequest, toPage } from '../../../src/platform/page.ts';
import { type Scope, scopeClause } from '../../../src/platform/scope-clause.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { IndexKind } from '../../../src/sensing/events.ts';
import type { IndexValueRow } from '../index-history/table.ts';

export const readLatestIndices = (sql: Sql, deviceId: string): PromiseLike<readonly IndexValueRow[]> =>
  sql<IndexValueRow>`select * from index_latest where device_id = ${deviceId} order by key`;

export interface StationIndexRow extends IndexValueRow {
  name: string;
  division_code: string;
  lon: number;
  lat: number;
}

/** The latest index of a kind at every station that one may see, by device. */
export const listStationIndices = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: { readonly kind: IndexKind; readonly period: string; readonly divisionPrefix?: string },
  { limit, cursor }: PageRequest,
): Promise<Page<StationIndexRow>> => {
  const rows = await sql<StationIndexRow>`
    select latest.*, devices.name, devices.division_code, devices.lon, devices.lat
    from index_latest latest join devices using (device_id)
    where (${scopeClause(sql, scopes, { hasDepartment: true })}) and latest.kind = ${filter.kind}
    and latest.period = ${filter.period}
    ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ${cursor ? sql`and device_id > ${cursor.id}` : sql``}
    order by device_id limit ${limit + 1}`;
  return toPage(
    rows,
    limit,
    (row) => row,
    (row) => ({ at: '', id: row.device_id }),
  );
};
