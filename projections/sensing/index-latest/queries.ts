import type { Sql } from '../../../src/platform/sql.ts';
import type { IndexKind } from '../../../src/sensing/events.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
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
  request: PageRequest,
): Promise<Page<StationIndexRow>> => {
  const page = pageBy<StationIndexRow>(sql, request, { id: 'device_id' });
  const rows = await sql<StationIndexRow>`
    select latest.*, devices.name, devices.division_code, devices.lon, devices.lat
    from index_latest latest join devices using (device_id)
    where (${scopeClause(sql, scopes, { hasDepartment: true })}) and latest.kind = ${filter.kind}
    and latest.period = ${filter.period}
    ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ${page.rest}`;
  return page.of(rows);
};
