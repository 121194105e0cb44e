import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';
import type { AlarmRule } from '../../../src/sensing/events.ts';

export const alarmRules = pgTable('alarm_rules', {
  ruleId: text('rule_id').primaryKey(),
  version: integer('version').notNull(),
  retired: boolean('retired').notNull(),
  /** Empty in rows that an older version of this read model left. */
  publishedBy: text('published_by').notNull().default(''),
  publishedAt: instant('published_at').notNull().default('1970-01-01T00:00:00Z'),
  definition: jsonb('definition').$type<AlarmRule>().notNull(),
});

export type AlarmRuleRow = RowOf<typeof alarmRules>;
