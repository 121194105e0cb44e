import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { BothLanguages } from '../../../src/notifications/events.ts';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

/** One row per notification and person. */
export const notifications = pgTable(
  'notifications',
  {
    notificationId: text('notification_id').notNull(),
    userId: text('user_id').notNull(),
    kind: text('kind').notNull(),
    ruleId: text('rule_id').notNull(),
    urgent: boolean('urgent').notNull(),
    step: integer('step').notNull(),
    title: jsonb('title').$type<BothLanguages>().notNull(),
    body: jsonb('body').$type<BothLanguages>().notNull(),
    caseId: text('case_id'),
    alarmId: text('alarm_id'),
    issuedAt: instant('issued_at').notNull(),
    deferredUntil: instant('deferred_until'),
    releasedAt: instant('released_at'),
    acknowledgedAt: instant('acknowledged_at'),
  },
  (table) => [
    primaryKey({ columns: [table.notificationId, table.userId] }),
    index('notifications_user').on(table.userId, table.issuedAt, table.notificationId),
    index('notifications_unread').on(table.userId, table.acknowledgedAt),
  ],
);

export type NotificationRow = RowOf<typeof notifications>;
