import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../platform/columns.ts';
import type { MemoryRow } from '../../sensing/index.ts';

/**
 * What the alarm engine remembers: definitions that it has read so far, and the state of each rule for each device, one row per
 * device. The engine has these tables to itself, so that it depends only on the log. The row `saved` says up to which position.
 */
export const alarmEngineMemory = pgTable(
  'alarm_engine_memory',
  {
    kind: text('kind').$type<MemoryRow['kind'] | 'saved'>().notNull(),
    key: text('key').notNull(),
    value: jsonb('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] })],
);

export type AlarmEngineMemoryRow = RowOf<typeof alarmEngineMemory>;
