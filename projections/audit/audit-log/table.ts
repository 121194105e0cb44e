import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { AuditAction } from '../../../src/audit/actions.ts';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

/** Who did, or was refused, what. One row per act, or one for a sum of refused acts. */
export const auditLog = pgTable(
  'audit_log',
  {
    entryId: text('entry_id').primaryKey(),
    at: instant('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').$type<AuditAction>().notNull(),
    outcome: text('outcome').notNull(),
    objectKind: text('object_kind'),
    objectId: text('object_id'),
    purpose: text('purpose'),
    reason: text('reason'),
    network: text('network'),
    addressKey: text('address_key'),
    sessionId: text('session_id'),
    /** More than 1 for a sum, which counts from `since` to `at`. */
    count: integer('count').notNull(),
    since: instant('since'),
  },
  (table) => [
    index('audit_log_time').on(table.at, table.entryId),
    index('audit_log_actor').on(table.actor, table.at),
    index('audit_log_object').on(table.objectId, table.at),
  ],
);

export type AuditRow = RowOf<typeof auditLog>;
