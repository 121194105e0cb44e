import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    deliveryId: text('delivery_id').primaryKey(),
    webhookId: text('webhook_id').notNull(),
    notificationId: text('notification_id'),
    state: text('state').$type<'pending' | 'delivered' | 'dead'>().notNull(),
    requestedAt: instant('requested_at').notNull(),
    settledAt: instant('settled_at'),
    /** Calls that were made; known once it is settled. */
    attempts: integer('attempts'),
    httpStatus: integer('http_status'),
    reason: text('reason'),
    version: integer('version').notNull(),
  },
  (table) => [
    index('webhook_deliveries_webhook').on(table.webhookId, table.requestedAt, table.deliveryId),
    index('webhook_deliveries_state').on(table.state, table.webhookId),
  ],
);

export type WebhookDeliveryRow = RowOf<typeof webhookDeliveries>;
