import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { dutyWorkers } from './table.ts';

export const dutyListProjection = rowProjection(dutyWorkers)({
  name: 'duty-list@1',
  keyOf: ({ data }) => data.workerId,
  on: {
    DutyStarted: (row, { data: { workerId, divisionCode, location, at } }) => ({
      worker_id: workerId,
      division_code: divisionCode,
      on_duty: true,
      lon: location?.lon ?? row?.lon ?? null,
      lat: location?.lat ?? row?.lat ?? null,
      located_at: location === null ? (row?.located_at ?? null) : at,
      since: at,
    }),
    DutyLocationReported: (row, { data: { location, at } }) =>
      row && { ...row, lon: location.lon, lat: location.lat, located_at: at },
    DutyEnded: (row, { data }) => row && { ...row, on_duty: false, since: data.at },
  },
});
