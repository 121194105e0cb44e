import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { workCalendars } from './table.ts';

export const workCalendarListProjection = rowProjection(workCalendars)({
  name: 'work-calendar-list@1',
  keyOf: ({ data }) => data.calendarId,
  on: {
    WorkCalendarPublished: (_row, { data }) => ({
      calendar_id: data.calendarId,
      version: data.calendarVersion,
      definition: data,
    }),
  },
});
