import { doublePrecision, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { IndexKind } from '../../../src/sensing/events.ts';

/** Columns of an index value, of the history and of the latest ones. */
export const indexValueColumns = () => ({
  key: text('key').primaryKey(),
  deviceId: text('device_id').notNull(),
  kind: text('kind').$type<IndexKind>().notNull(),
  period: text('period').$type<'hour' | 'day' | 'night'>().notNull(),
  fromAt: timestamp('from_at', { withTimezone: true, mode: 'string' }).notNull(),
  toAt: timestamp('to_at', { withTimezone: true, mode: 'string' }).notNull(),
  revision: integer('revision').notNull(),
  standard: text('standard').notNull(),
  tableId: text('table_id').notNull(),
  tableVersion: integer('table_version').notNull(),
  value: doublePrecision('value'),
  grade: text('grade'),
  detail: jsonb('detail').$type<Readonly<Record<string, unknown>>>().notNull(),
  computedAt: timestamp('computed_at', { withTimezone: true, mode: 'string' }).notNull(),
});

/** The last revision of each period. */
export const indexValues = pgTable('index_values', indexValueColumns(), (table) => [
  index('index_values_device').on(table.deviceId, table.fromAt.desc(), table.key.desc()),
]);
