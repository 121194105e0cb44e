import { boolean, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Dead letters. */
export const rejectedMessages = pgTable(
  'rejected_messages',
  {
    rejectionId: text('rejection_id').primaryKey(),
    deviceId: text('device_id'),
    topic: text('topic').notNull(),
    reason: text('reason').notNull(),
    detail: text('detail').notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true, mode: 'string' }).notNull(),
    size: integer('size').notNull(),
    digest: text('digest').notNull(),
    payload: text('payload').notNull(),
    payloadTruncated: boolean('payload_truncated').notNull(),
    payloadIntact: boolean('payload_intact').notNull().default(false),
    sealedPayload: text('sealed_payload'),
    state: text('state').$type<'open' | 'replayed' | 'discarded'>().notNull(),
    outcome: text('outcome'),
    settledAt: timestamp('settled_at', { withTimezone: true, mode: 'string' }),
  },
  (table) => [
    index('rejected_messages_received').on(table.receivedAt.desc(), table.rejectionId),
    index('rejected_messages_device').on(table.deviceId, table.receivedAt.desc()),
  ],
);
