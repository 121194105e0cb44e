import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../platform/columns.ts';

/**
 * What the notification process remembers, written with its checkpoint: rules, people with their roles and preferences,
 * departments, webhooks, as of its position in the log. The process has it to itself, so that it depends only on the log.
 */
export const notificationMemory = pgTable(
  'notification_memory',
  {
    kind: text('kind').$type<'rules' | 'person' | 'preferences' | 'department' | 'webhook'>().notNull(),
    key: text('key').notNull(),
    value: jsonb('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] })],
);

export type NotificationMemoryRow = RowOf<typeof notificationMemory>;
