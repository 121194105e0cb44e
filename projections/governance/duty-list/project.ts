import type { DutyEvent } from '../../../src/governance/events.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type DutyRow, dutyWorkers } from './table.ts';

export const dutyListProjection = rowProjection<DutyRow, DutyEvent>({
  name: 'duty-list@1',
  table: dutyWorkers,
  key: 'worker_id',
  handles: ['DutyStarted', 'DutyLocationReported', 'DutyEnded'],
  keyOf: (event) => event.data.workerId,
  apply(row, event) {
    switch (event.type) {
      case 'DutyStarted': {
        const { workerId, divisionCode, location, at } = event.data;
        return {
          worker_id: workerId,
          division_code: divisionCode,
          on_duty: true,
          lon: location?.lon ?? row?.lon ?? null,
          lat: location?.lat ?? row?.lat ?? null,
          located_at: location === null ? (row?.located_at ?? null) : at,
          since: at,
        };
      }
      case 'DutyLocationReported': {
        const { location, at } = event.data;
        return row && { ...row, lon: location.lon, lat: location.lat, located_at: at };
      }
      case 'DutyEnded':
        return row && { ...row, on_duty: false, since: event.data.at };
      default:
        return event satisfies never;
    }
  },
});
