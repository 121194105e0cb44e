import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { WorkCalendarPublished } from '../../../src/governance/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

export const workCalendars = pgTable('work_calendars', {
  calendarId: text('calendar_id').primaryKey(),
  version: integer('version').notNull(),
  definition: jsonb('definition').$type<WorkCalendarPublished['data']>().notNull(),
});

export type WorkCalendarRow = RowOf<typeof workCalendars>;
