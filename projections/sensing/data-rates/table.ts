import { date, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../../src/platform/columns.ts';

/** What each device should report: its interval and the indicators of its model. Of its own, so that it depends on the log alone. */
export const dataRateMemory = pgTable(
  'data_rate_memory',
  {
    kind: text('kind').$type<'device' | 'model'>().notNull(),
    key: text('key').notNull(),
    value: jsonb('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] })],
);

/** One row per device and day (Asia/Shanghai, by the time of observation) with any record. */
export const dataRates = pgTable(
  'data_rates',
  {
    deviceId: text('device_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    /** Times at which it should report in a whole day. */
    slots: integer('slots').notNull(),
    /** Of these: with a record; with one that has nothing doubtful; with one that also has every indicator of the model. */
    arrived: integer('arrived').notNull(),
    valid: integer('valid').notNull(),
    complete: integer('complete').notNull(),
    /** Which slots, a bit each, in hex. */
    arrivedSlots: text('arrived_slots').notNull(),
    validSlots: text('valid_slots').notNull(),
    completeSlots: text('complete_slots').notNull(),
  },
  (table) => [primaryKey({ columns: [table.deviceId, table.day] }), index('data_rates_day').on(table.day)],
);

export type DataRateRow = RowOf<typeof dataRates>;
