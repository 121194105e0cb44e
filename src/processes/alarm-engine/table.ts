import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/**
 * What the alarm engine remembers, written with its checkpoint: the devices and rules it has read so far and where each
 * rule stands for each device. Its own, so that it depends on nothing but the log.
 */
export const alarmEngineMemory = pgTable(
  'alarm_engine_memory',
  {
    kind: text('kind').$type<'device' | 'model' | 'rule' | 'state'>().notNull(),
    key: text('key').notNull(),
    value: jsonb('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] })],
);
