import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { createDeviceClockProjection } from './project.ts';

const deviceId = 'air-1';
const record = (observedAt: string, receivedAt: string) =>
  given('ReadingsRecorded', { deviceId, observedAt }, { actor: 'device:air-1', receivedAt });

test('a clock is sampled once a minute', async () => {
  const log = [
    record('2026-11-24T08:00:00.000Z', '2026-11-24T08:00:01.000Z'),
    record('2026-11-24T08:00:10.000Z', '2026-11-24T08:00:20.000Z'),
    record('2026-11-24T08:01:00.000Z', '2026-11-24T08:01:03.000Z'),
  ];
  expect(await rowsAfter(createDeviceClockProjection(), log)).toMatchObject([
    {
      device_id: deviceId,
      samples: [{ delayMs: 1000 }, { delayMs: 3000 }],
      sampled_at: '2026-11-24T08:01:00.000Z',
    },
  ]);
});

test('a record that was not received from a device is no sample of its clock', async () => {
  expect(await rowsAfter(createDeviceClockProjection(), [given('ReadingsRecorded', { deviceId })])).toEqual(
    [],
  );
});
