import { index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { SilenceScope } from '../../../src/sensing/events.ts';

export const alarmSilences = pgTable(
  'alarm_silences',
  {
    silenceId: text('silence_id').primaryKey(),
    scope: jsonb('scope').$type<SilenceScope>().notNull(),
    divisionCode: text('division_code').notNull(),
    fromAt: timestamp('from_at', { withTimezone: true, mode: 'string' }).notNull(),
    /** As it was defined. */
    toAt: timestamp('to_at', { withTimezone: true, mode: 'string' }).notNull(),
    /** When somebody ended it before that, and who. */
    endedAt: timestamp('ended_at', { withTimezone: true, mode: 'string' }),
    endedBy: text('ended_by'),
    reason: text('reason').notNull(),
    definedBy: text('defined_by').notNull(),
    definedAt: timestamp('defined_at', { withTimezone: true, mode: 'string' }).notNull(),
    version: integer('version').notNull(),
  },
  (table) => [index('alarm_silences_until').on(table.toAt)],
);
