import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { WireStandard } from '../../../devices/wire/index.ts';
import { instant, type RowOf } from '../../../src/platform/columns.ts';
import type { RequestOutcome } from '../../../src/sensing/events.ts';

/** Requests of the centre to devices, and what became of them. */
export const deviceRequests = pgTable(
  'device_requests',
  {
    requestId: text('request_id').primaryKey(),
    deviceId: text('device_id').notNull(),
    standard: text('standard').$type<WireStandard>().notNull(),
    kind: text('kind').notNull(),
    parameters: jsonb('parameters').$type<Readonly<Record<string, unknown>>>().notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    status: text('status').$type<'made' | 'sent' | RequestOutcome>().notNull(),
    /** Tries that were sent. */
    attempts: integer('attempts').notNull(),
    sentAt: instant('sent_at'),
    endedAt: instant('ended_at'),
    code: text('code'),
    result: jsonb('result').$type<Readonly<Record<string, unknown>>>(),
    giveUpAt: instant('give_up_at').notNull(),
    /** When it is to be looked at next; null once it has ended. */
    dueAt: instant('due_at'),
  },
  (table) => [
    index('device_requests_device').on(table.deviceId, table.madeAt, table.requestId),
    index('device_requests_due').on(table.dueAt),
  ],
);

export type DeviceRequestRow = RowOf<typeof deviceRequests>;
