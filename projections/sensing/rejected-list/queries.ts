import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
import type { RejectedRow } from './table.ts';

/** Code of the province. */
const PROVINCE = '14';

export interface RejectedFilter {
  readonly deviceId?: string;
  readonly reason?: string;
  readonly state?: 'open' | 'replayed' | 'discarded';
}

/**
 * Dead letters by the division of the device that sent them. Those of an unknown sender belong to the whole province,
 * and are shown to people who may see all of it.
 */
const inScope = (sql: Sql, scopes: readonly Scope[], divisionPrefix: string = PROVINCE) =>
  scopes.some((scope) => scope.divisionPrefix === PROVINCE) && divisionPrefix === PROVINCE
    ? sql`true`
    : sql`device_id in (select device_id from devices
        where (${scopeClause(sql, scopes, { hasDepartment: false })}) and starts_with(division_code, ${divisionPrefix}))`;

/** Open ones of the devices in a division, within the scopes. */
export const countOpenRejected = async (
  sql: Sql,
  scopes: readonly Scope[],
  divisionPrefix: string,
): Promise<number> => {
  const [row] = await sql<{ open: number }>`
    select count(*)::int as open from rejected_messages
    where state = 'open' and ${inScope(sql, scopes, divisionPrefix)}`;
  return row?.open ?? 0;
};

/** Latest received first. */
export const listRejected = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: RejectedFilter,
  request: PageRequest,
): Promise<Page<RejectedRow>> => {
  const page = pageBy<RejectedRow>(sql, request, { at: 'received_at', id: 'rejection_id' });
  const rows = await sql<RejectedRow>`
    select * from rejected_messages where ${inScope(sql, scopes)}
    ${filter.deviceId ? sql`and device_id = ${filter.deviceId}` : sql``}
    ${filter.reason ? sql`and reason = ${filter.reason}` : sql``}
    ${filter.state ? sql`and state = ${filter.state}` : sql``}
    ${page.rest}`;
  return page.of(rows);
};

export const findRejected = async (sql: Sql, rejectionId: string): Promise<RejectedRow | undefined> => {
  const [row] = await sql<RejectedRow>`select * from rejected_messages where rejection_id = ${rejectionId}`;
  return row;
};
