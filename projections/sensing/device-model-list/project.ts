import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { deviceModels } from './table.ts';

export const deviceModelListProjection = rowProjection(deviceModels)({
  name: 'device-model-list@1',
  keyOf: ({ data }) => data.modelId,
  on: {
    DeviceModelPublished: (_row, { data }) => ({
      model_id: data.modelId,
      version: data.modelVersion,
      definition: data,
    }),
  },
});
