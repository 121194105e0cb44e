import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { AlarmRule } from '../../src/sensing/events.ts';

export const alarmRules = pgTable('alarm_rules', {
  ruleId: text('rule_id').primaryKey(),
  version: integer('version').notNull(),
  retired: boolean('retired').notNull(),
  definition: jsonb('definition').$type<AlarmRule>().notNull(),
});
