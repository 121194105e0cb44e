import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    deliveryId: text('delivery_id').primaryKey(),
    webhookId: text('webhook_id').notNull(),
    notificationId: text('notification_id'),
    state: text('state').$type<'pending' | 'delivered' | 'dead'>().notNull(),
    requestedAt: time('requested_at').notNull(),
    settledAt: time('settled_at'),
    attempts: integer('attempts'),
    httpStatus: integer('http_status'),
    reason: text('reason'),
    version: integer('version').notNull(),
  },
  (table) => [
    index('webhook_deliveries_webhook').on(table.webhookId, table.requestedAt.desc(), table.deliveryId),
    index('webhook_deliveries_state').on(table.state, table.webhookId),
  ],
);
