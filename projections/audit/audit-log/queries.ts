import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import type { AuditRow } from './table.ts';

export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: string;
  readonly objectKind?: string;
  readonly objectId?: string;
  /** ISO 8601; inclusive. */
  readonly from?: string;
  /** ISO 8601; exclusive. */
  readonly to?: string;
}

/** Latest first. */
export const listAuditLog = async (
  sql: Sql,
  filter: AuditFilter,
  request: PageRequest,
): Promise<Page<AuditRow>> => {
  const { actor, action, outcome, objectKind, objectId, from, to } = filter;
  const page = pageBy<AuditRow>(sql, request, { at: 'at', id: 'entry_id' });
  const rows = await sql<AuditRow>`
    select * from audit_log where true
    ${actor === undefined ? sql`` : sql`and actor = ${actor}`}
    ${action === undefined ? sql`` : sql`and action = ${action}`}
    ${outcome === undefined ? sql`` : sql`and outcome = ${outcome}`}
    ${objectKind === undefined ? sql`` : sql`and object_kind = ${objectKind}`}
    ${objectId === undefined ? sql`` : sql`and object_id = ${objectId}`}
    ${from === undefined ? sql`` : sql`and at >= ${from}::timestamptz`}
    ${to === undefined ? sql`` : sql`and at < ${to}::timestamptz`}
    ${page.rest}`;
  return page.of(rows);
};
