import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';
import type { Severity } from '../../../src/sensing/events.ts';

export const alarmStorms = pgTable(
  'alarm_storms',
  {
    stormId: text('storm_id').primaryKey(),
    divisionCode: text('division_code').notNull(),
    policyVersion: integer('policy_version').notNull(),
    beganAt: instant('began_at').notNull(),
    endedAt: instant('ended_at'),
    /** Alarms that belong to it, by the severity that each was raised with. */
    bySeverity: jsonb('by_severity').$type<Partial<Record<Severity, number>>>().notNull(),
    raised: integer('raised').notNull(),
    /** Alarms of the window that began it; the last of them belongs to it. */
    raisedBefore: integer('raised_before').notNull(),
  },
  (table) => [index('alarm_storms_began').on(table.beganAt, table.stormId)],
);

export type AlarmStormRow = RowOf<typeof alarmStorms>;
