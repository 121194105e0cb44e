import { doublePrecision, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';
import type { ClockSamples } from '../../../src/sensing/quality/clock-skew.ts';

/** How far the clock of a device is off, over its last records. */
export const deviceClocks = pgTable(
  'device_clocks',
  {
    deviceId: text('device_id').primaryKey(),
    samples: jsonb('samples').$type<ClockSamples>().notNull(),
    /** The minute of the last one. */
    sampledAt: instant('sampled_at').notNull(),
    medianMs: doublePrecision('median_ms').notNull(),
    spreadMs: doublePrecision('spread_ms').notNull(),
    /** To be added to the device's times; null: none is needed. */
    proposedCorrectionMs: doublePrecision('proposed_correction_ms'),
  },
  (table) => [index('device_clocks_proposed').on(table.proposedCorrectionMs)],
);

export type DeviceClockRow = RowOf<typeof deviceClocks>;
