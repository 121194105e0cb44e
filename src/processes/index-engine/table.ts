import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../platform/columns.ts';
import type { HourSummary } from '../../sensing/indices/derive/hour-summary.ts';

/** What the index engine has read of devices, models, tables and station lines, and the latest hour of each device. */
export const indexEngineMemory = pgTable(
  'index_engine_memory',
  {
    kind: text('kind').$type<'device' | 'model' | 'table' | 'lines' | 'latest'>().notNull(),
    key: text('key').notNull(),
    value: jsonb('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] })],
);

/** Where in the device's reading stream the records of an hour are: from version to version, both inclusive. */
export type VersionRange = readonly [from: number, to: number];

/** By kind and period (`air:hour`): the last revision and the digest of its content. */
export type PeriodResults = Readonly<Record<string, { readonly revision: number; readonly digest: string }>>;

/** One row per device and hour with data, kept as long as late records may still change it. */
export const indexEngineHours = pgTable(
  'index_engine_hours',
  {
    deviceId: text('device_id').notNull(),
    hour: instant('hour').notNull(),
    /** While there are records not yet summarised: where they begin, and the latest time to summarise them. */
    openFrom: integer('open_from'),
    dueAt: instant('due_at'),
    ranges: jsonb('ranges').$type<readonly VersionRange[]>().notNull(),
    summary: jsonb('summary').$type<HourSummary>(),
    results: jsonb('results').$type<PeriodResults>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.deviceId, table.hour] }),
    index('index_engine_hours_hour').on(table.hour),
  ],
);

export type HourRow = RowOf<typeof indexEngineHours>;
