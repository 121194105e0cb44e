import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { createDeviceLatestProjection } from './project.ts';

const deviceId = 'air-1';
const record = (observedAt: string, pm25: number, quality?: Readonly<Record<string, readonly string[]>>) =>
  given(
    'ReadingsRecorded',
    { deviceId, observedAt, values: { pm25 }, ...(quality && { quality: quality as never }) },
    { actor: 'device:air-1', receivedAt: observedAt },
  );
const [eight, nine] = ['2026-11-24T08:00:00.000Z', '2026-11-24T09:00:00.000Z'];

test('the latest observation is shown, whatever arrives later', async () => {
  expect(
    await rowsAfter(createDeviceLatestProjection(), [record(nine, 40), record(eight, 30)]),
  ).toMatchObject([
    {
      device_id: deviceId,
      readings: { pm25: { value: 40, observedAt: nine } },
      observed_at: nine,
      heard_at: nine,
      record_count: 2,
    },
  ]);
});

test('a different value for the same time is a revision', async () => {
  expect(await rowsAfter(createDeviceLatestProjection(), [record(nine, 40), record(nine, 41)])).toMatchObject(
    [{ readings: { pm25: { value: 41, revised: true } } }],
  );
});

test('a record from the future is counted but never the latest', async () => {
  const future = record('2036-11-24T08:00:00.000Z', 99, { '*': ['clockInFuture'] });
  expect(await rowsAfter(createDeviceLatestProjection(), [record(eight, 30), future])).toMatchObject([
    { readings: { pm25: { value: 30 } }, observed_at: eight, record_count: 2 },
  ]);
});

test('values carried forward from archived records count as recorded earlier', async () => {
  const carried = given('LatestReadingsCarriedForward', {
    devices: [
      {
        ...{ deviceId, observedAt: eight, detection: null, recordCount: 100, doubtfulCount: 3 },
        readings: { pm25: { value: 30, observedAt: eight }, o3: { value: 90, observedAt: eight } },
      },
    ],
  });
  expect(await rowsAfter(createDeviceLatestProjection(), [record(nine, 40), carried])).toMatchObject([
    { readings: { pm25: { value: 40 }, o3: { value: 90 } }, record_count: 101, doubtful_count: 3 },
  ]);
});
