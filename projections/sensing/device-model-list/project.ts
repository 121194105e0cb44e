import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { DeviceModelPublished } from '../../../src/sensing/events.ts';
import { type DeviceModelRow, deviceModels } from './table.ts';

export const deviceModelListProjection = rowProjection<DeviceModelRow, DeviceModelPublished>({
  name: 'device-model-list@1',
  table: deviceModels,
  key: 'model_id',
  handles: ['DeviceModelPublished'],
  keyOf: (event) => event.data.modelId,
  apply: (_row, event) => ({
    model_id: event.data.modelId,
    version: event.data.modelVersion,
    definition: event.data,
  }),
});
