import type { WorkCalendarPublished } from '../../../src/governance/events.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type WorkCalendarRow, workCalendars } from './table.ts';

export const workCalendarListProjection = rowProjection<WorkCalendarRow, WorkCalendarPublished>({
  name: 'work-calendar-list@1',
  table: workCalendars,
  key: 'calendar_id',
  handles: ['WorkCalendarPublished'],
  keyOf: (event) => event.data.calendarId,
  apply: (_row, event) => ({
    calendar_id: event.data.calendarId,
    version: event.data.calendarVersion,
    definition: event.data,
  }),
});
