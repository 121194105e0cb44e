import { boolean, index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Ends of quiet hours and times of escalation that are waited for. */
export const notificationTimers = pgTable(
  'notification_timers',
  {
    notificationId: text('notification_id').notNull(),
    kind: text('kind').$type<'release' | 'escalate'>().notNull(),
    dueAt: timestamp('due_at', { withTimezone: true, mode: 'string' }).notNull(),
    running: boolean('running').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.notificationId, table.kind, table.dueAt] }),
    index('notification_timers_due').on(table.running, table.dueAt),
  ],
);
