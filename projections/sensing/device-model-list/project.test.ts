import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { deviceModelListProjection } from './project.ts';

test('a model is the one published last', async () => {
  const version = (modelVersion: number) =>
    given('DeviceModelPublished', { modelId: 'camera', modelVersion });
  expect(await rowsAfter(deviceModelListProjection, [version(1), version(2)])).toMatchObject([
    { model_id: 'camera', version: 2, definition: { modelVersion: 2 } },
  ]);
});
