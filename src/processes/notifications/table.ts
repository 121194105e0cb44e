import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../platform/columns.ts';

/**
 * What the notification process remembers, written with its checkpoint: rules, people with their roles and preferences,
 * departments, webhooks, as they were at its place in the log. Its own, so that it depends on nothing but the log.
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
