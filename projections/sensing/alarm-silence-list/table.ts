import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';
import type { SilenceScope } from '../../../src/sensing/events.ts';

export const alarmSilences = pgTable(
  'alarm_silences',
  {
    silenceId: text('silence_id').primaryKey(),
    scope: jsonb('scope').$type<SilenceScope>().notNull(),
    divisionCode: text('division_code').notNull(),
    fromAt: instant('from_at').notNull(),
    /** As it was defined. */
    toAt: instant('to_at').notNull(),
    /** When somebody ended it before that, and who. */
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
    reason: text('reason').notNull(),
    definedBy: text('defined_by').notNull(),
    definedAt: instant('defined_at').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [index('alarm_silences_until').on(table.toAt)],
);

export type AlarmSilenceRow = RowOf<typeof alarmSilences>;
