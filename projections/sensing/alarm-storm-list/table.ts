import { index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Severity } from '../../../src/sensing/events.ts';

export const alarmStorms = pgTable(
  'alarm_storms',
  {
    stormId: text('storm_id').primaryKey(),
    divisionCode: text('division_code').notNull(),
    policyVersion: integer('policy_version').notNull(),
    beganAt: timestamp('began_at', { withTimezone: true, mode: 'string' }).notNull(),
    endedAt: timestamp('ended_at', { withTimezone: true, mode: 'string' }),
    /** Alarms that belong to it, by the severity that each was raised with. */
    bySeverity: jsonb('by_severity').$type<Partial<Record<Severity, number>>>().notNull(),
    raised: integer('raised').notNull(),
    /** Alarms of the window that began it; the last of them belongs to it. */
    raisedBefore: integer('raised_before').notNull(),
  },
  (table) => [index('alarm_storms_began').on(table.beganAt.desc(), table.stormId)],
);
