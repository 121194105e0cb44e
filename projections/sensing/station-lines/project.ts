import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { stationLines } from './table.ts';

export const stationLinesProjection = rowProjection(stationLines)({
  name: 'station-lines@1',
  keyOf: ({ data }) => data.deviceId,
  on: {
    StationLinesDefined: (row, { data, version }) => ({
      device_id: data.deviceId,
      versions: [...(row?.versions ?? []), data.lines],
      version,
    }),
  },
});
