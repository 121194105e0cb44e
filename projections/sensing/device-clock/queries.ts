import { type Page, type PageRequest, toPage } from '../../../src/platform/page.ts';
import { type Scope, scopeClause } from '../../../src/platform/scope-clause.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { DeviceClockRow } from './table.ts';

export interface NamedClockRow extends DeviceClockRow {
  name: string;
  division_code: string;
}

export const findDeviceClock = async (sql: Sql, deviceId: string): Promise<DeviceClockRow | undefined> => {
  const [row] = await sql<DeviceClockRow>`select * from device_clocks where device_id = ${deviceId}`;
  return row;
};

/** By device id; `proposed`: those with a correction to decide on. */
export const listDeviceClocks = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: { readonly proposed?: boolean; readonly divisionPrefix?: string },
  { limit, cursor }: PageRequest,
): Promise<Page<NamedClockRow>> => {
  const rows = await sql<NamedClockRow>`
    select clocks.*, devices.name, devices.division_code from device_clocks clocks join devices using (device_id)
    where (${scopeClause(sql, scopes, { hasDepartment: true })})
    ${filter.proposed === true ? sql`and proposed_correction_ms is not null` : sql``}
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
