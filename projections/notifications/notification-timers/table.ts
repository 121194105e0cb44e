import { boolean, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

/** Ends of quiet hours and times of escalation that are waited for. */
export const notificationTimers = pgTable(
  'notification_timers',
  {
    notificationId: text('notification_id').notNull(),
    kind: text('kind').$type<'release' | 'escalate'>().notNull(),
    dueAt: instant('due_at').notNull(),
    running: boolean('running').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.notificationId, table.kind, table.dueAt] }),
    index('notification_timers_due').on(table.running, table.dueAt),
  ],
);

export type NotificationTimerRow = RowOf<typeof notificationTimers>;
