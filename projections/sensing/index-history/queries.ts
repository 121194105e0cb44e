import type { Sql } from '../../../src/platform/sql.ts';
import type { IndexKind } from '../../../src/sensing/events.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import type { IndexValueRow } from './table.ts';

export interface IndexFilter {
  readonly kind?: IndexKind;
  readonly period?: IndexValueRow['period'];
  /** Periods that begin then or later, and before; ISO 8601. */
  readonly from?: string;
  readonly until?: string;
}

/** Index values of a device, latest period first. */
export const listIndexValues = async (
  sql: Sql,
  deviceId: string,
  filter: IndexFilter,
  request: PageRequest,
): Promise<Page<IndexValueRow>> => {
  const page = pageBy<IndexValueRow>(sql, request, { at: 'from_at', id: 'key' });
  const rows = await sql<IndexValueRow>`
    select * from index_values where device_id = ${deviceId}
    ${filter.kind ? sql`and kind = ${filter.kind}` : sql``}
    ${filter.period ? sql`and period = ${filter.period}` : sql``}
    ${filter.from ? sql`and from_at >= ${filter.from}::timestamptz` : sql``}
    ${filter.until ? sql`and from_at < ${filter.until}::timestamptz` : sql``}
    ${page.rest}`;
  return page.of(rows);
};
