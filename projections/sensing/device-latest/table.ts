import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

export interface LatestReading {
  readonly value: number;
  readonly observedAt: string;
  readonly flag?: string;
  /** Another value for the same time came before and was replaced. */
  readonly revised?: true;
  readonly quality?: readonly string[];
}

export interface LatestDetection {
  readonly type: string;
  readonly confidence: number;
  readonly observedAt: string;
  readonly track?: string;
  readonly place?: string;
}

/** One row per device that ever sent data; a fill factor below 100 keeps updates within their page. */
export const deviceLatest = pgTable('device_latest', {
  deviceId: text('device_id').primaryKey(),
  observedAt: instant('observed_at'),
  readings: jsonb('readings').$type<Record<string, LatestReading>>().notNull(),
  detection: jsonb('detection').$type<LatestDetection>(),
  /** When the last thing that it sent itself was received. */
  heardAt: instant('heard_at'),
  recordCount: integer('record_count').notNull(),
  doubtfulCount: integer('doubtful_count').notNull(),
});

export type DeviceLatestRow = RowOf<typeof deviceLatest>;
