import { doublePrecision, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';
import type { IndexKind } from '../../../src/sensing/events.ts';

/** Columns of an index value, of the history and of the latest ones. */
export const indexValueColumns = () => ({
  key: text('key').primaryKey(),
  deviceId: text('device_id').notNull(),
  kind: text('kind').$type<IndexKind>().notNull(),
  period: text('period').$type<'hour' | 'day' | 'night'>().notNull(),
  fromAt: instant('from_at').notNull(),
  toAt: instant('to_at').notNull(),
  revision: integer('revision').notNull(),
  standard: text('standard').notNull(),
  tableId: text('table_id').notNull(),
  tableVersion: integer('table_version').notNull(),
  value: doublePrecision('value'),
  grade: text('grade'),
  detail: jsonb('detail').$type<Readonly<Record<string, unknown>>>().notNull(),
  computedAt: instant('computed_at').notNull(),
});

/** The last revision of each period. */
export const indexValues = pgTable('index_values', indexValueColumns(), (table) => [
  index('index_values_device').on(table.deviceId, table.fromAt, table.key),
]);

export type IndexValueRow = RowOf<typeof indexValues>;
