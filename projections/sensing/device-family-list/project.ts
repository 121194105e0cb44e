import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { DeviceFamilyPublished } from '../../../src/sensing/families/events.ts';
import { type DeviceFamilyRow, deviceFamilies } from './table.ts';

export const deviceFamilyListProjection = rowProjection<DeviceFamilyRow, DeviceFamilyPublished>({
  name: 'device-family-list@1',
  table: deviceFamilies,
  key: 'family',
  handles: ['DeviceFamilyPublished'],
  keyOf: (event) => event.data.family,
  apply: (_row, event) => ({
    family: event.data.family,
    version: event.version,
    published_at: event.recordedAt,
    published_by: event.meta.actor,
    definition: event.data,
  }),
});
