import { type Page, type PageRequest, toPage } from '../../src/platform/page.ts';
import type { Sql } from '../../src/platform/sql.ts';
import type { RejectedRow } from './project.ts';

export interface RejectedFilter {
  readonly deviceId?: string;
  readonly reason?: string;
  readonly state?: 'open' | 'replayed' | 'discarded';
}

/** Latest received first. */
export const listRejected = async (
  sql: Sql,
  filter: RejectedFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<RejectedRow>> => {
  const rows = await sql<RejectedRow>`
    select * from rejected_messages where true
    ${filter.deviceId ? sql`and device_id = ${filter.deviceId}` : sql``}
    ${filter.reason ? sql`and reason = ${filter.reason}` : sql``}
    ${filter.state ? sql`and state = ${filter.state}` : sql``}
    ${cursor ? sql`and (received_at, rejection_id) < (${cursor.at}::timestamptz, ${cursor.id})` : sql``}
    order by received_at desc, rejection_id desc limit ${limit + 1}`;
  return toPage(
    rows,
    limit,
    (row) => row,
    (row) => ({ at: row.received_at, id: row.rejection_id }),
  );
};

export const findRejected = async (sql: Sql, rejectionId: string): Promise<RejectedRow | undefined> => {
  const [row] = await sql<RejectedRow>`select * from rejected_messages where rejection_id = ${rejectionId}`;
  return row;
};
