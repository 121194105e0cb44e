import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { LocalCalendarSet } from '../../../src/governance/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

/** Every version of each division's own calendar; the highest of a division counts. */
export const localCalendars = pgTable(
  'local_calendars',
  {
    key: text('key').primaryKey(),
    divisionCode: text('division_code').notNull(),
    version: integer('version').notNull(),
    definition: jsonb('definition').$type<LocalCalendarSet['data']>().notNull(),
    setAt: text('set_at').notNull(),
    setBy: text('set_by').notNull(),
  },
  (table) => [index('local_calendars_division').on(table.divisionCode, table.version)],
);

export type LocalCalendarRow = RowOf<typeof localCalendars>;
