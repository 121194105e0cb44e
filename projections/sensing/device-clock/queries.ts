import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
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
  request: PageRequest,
): Promise<Page<NamedClockRow>> => {
  const page = pageBy<NamedClockRow>(sql, request, { id: 'device_id' });
  const rows = await sql<NamedClockRow>`
    select clocks.*, devices.name, devices.division_code from device_clocks clocks join devices using (device_id)
    where (${scopeClause(sql, scopes, { hasDepartment: true })})
    ${filter.proposed === true ? sql`and proposed_correction_ms is not null` : sql``}
    ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ${page.rest}`;
  return page.of(rows);
};
