import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

/** Dead letters. */
export const rejectedMessages = pgTable(
  'rejected_messages',
  {
    rejectionId: text('rejection_id').primaryKey(),
    deviceId: text('device_id'),
    topic: text('topic').notNull(),
    reason: text('reason').notNull(),
    detail: text('detail').notNull(),
    receivedAt: instant('received_at').notNull(),
    size: integer('size').notNull(),
    digest: text('digest').notNull(),
    payload: text('payload').notNull(),
    payloadTruncated: boolean('payload_truncated').notNull(),
    payloadIntact: boolean('payload_intact').notNull().default(false),
    /** All bytes, sealed; null where those that are shown are all, or no more was kept. */
    sealedPayload: text('sealed_payload'),
    state: text('state').$type<'open' | 'replayed' | 'discarded'>().notNull(),
    outcome: text('outcome'),
    settledAt: instant('settled_at'),
  },
  (table) => [
    index('rejected_messages_received').on(table.receivedAt, table.rejectionId),
    index('rejected_messages_device').on(table.deviceId, table.receivedAt),
  ],
);

export type RejectedRow = RowOf<typeof rejectedMessages>;
