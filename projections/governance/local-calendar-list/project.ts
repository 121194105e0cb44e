import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { localCalendars } from './table.ts';

export const localCalendarListProjection = rowProjection(localCalendars)({
  name: 'local-calendar-list@1',
  keyOf: ({ data }) => `${data.divisionCode}@${data.localVersion}`,
  on: {
    LocalCalendarSet: (_row, { data, recordedAt, meta }) => ({
      key: `${data.divisionCode}@${data.localVersion}`,
      division_code: data.divisionCode,
      version: data.localVersion,
      definition: data,
      set_at: recordedAt,
      set_by: meta.actor,
    }),
  },
});
