import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { StationLinesDefined } from '../../../src/sensing/events.ts';
import { type StationLinesRow, stationLines } from './table.ts';

export const stationLinesProjection = rowProjection<StationLinesRow, StationLinesDefined>({
  name: 'station-lines@1',
  table: stationLines,
  key: 'device_id',
  handles: ['StationLinesDefined'],
  keyOf: (event) => event.data.deviceId,
  apply: (row, event) => ({
    device_id: event.data.deviceId,
    versions: [...(row?.versions ?? []), event.data.lines],
    version: event.version,
  }),
});
