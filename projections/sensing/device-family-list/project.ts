import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { deviceFamilies } from './table.ts';

export const deviceFamilyListProjection = rowProjection(deviceFamilies)({
  name: 'device-family-list@1',
  keyOf: ({ data }) => data.family,
  on: {
    DeviceFamilyPublished: (_row, { data, version, recordedAt, meta }) => ({
      family: data.family,
      version,
      published_at: recordedAt,
      published_by: meta.actor,
      definition: data,
    }),
  },
});
