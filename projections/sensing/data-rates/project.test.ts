import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { createDataRatesProjection } from './project.ts';

const deviceId = 'air-1';
const registered = given('DeviceRegistered', { deviceId, modelId: 'air', reportIntervalSeconds: 3600 });
const model = given('DeviceModelPublished', {
  modelId: 'air',
  indicators: [{ code: 'pm25' }, { code: 'o3' }] as never,
});
const record = (observedAt: string, values: Readonly<Record<string, number>>, flags?: readonly string[]) =>
  given('ReadingsRecorded', {
    deviceId,
    observedAt,
    values,
    ...(flags && { quality: { '*': flags as never } }),
  });

test('a slot is counted once, valid without doubt, complete with every indicator of the model', async () => {
  const log = [
    ...[registered, model],
    record('2026-11-24T00:10:00.000Z', { pm25: 1 }),
    record('2026-11-24T00:20:00.000Z', { pm25: 1, o3: 2 }),
    record('2026-11-24T01:10:00.000Z', { pm25: 1 }),
    record('2026-11-24T02:10:00.000Z', { pm25: 1, o3: 2 }, ['outOfRange']),
  ];
  expect(await rowsAfter(createDataRatesProjection(), log)).toMatchObject([
    { device_id: deviceId, day: '2026-11-24', slots: 24, arrived: 3, valid: 2, complete: 1 },
  ]);
});

test('a day begins at midnight in Shanghai', async () => {
  const log = [
    registered,
    model,
    record('2026-11-24T15:59:00.000Z', {}),
    record('2026-11-24T16:00:00.000Z', {}),
  ];
  expect(await rowsAfter(createDataRatesProjection(), log)).toMatchObject([
    { day: '2026-11-24', arrived: 1 },
    { day: '2026-11-25', arrived: 1 },
  ]);
});

test('nothing is expected of a device that was never registered', async () => {
  const log = [record('2026-11-24T00:10:00.000Z', { pm25: 1 })];
  expect(await rowsAfter(createDataRatesProjection(), log)).toEqual([]);
});
