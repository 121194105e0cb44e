import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { indexLatestProjection } from './project.ts';

test('the latest period is kept when earlier ones are revised', async () => {
  const index = (from: string, revision: number, value: number) =>
    given('IndexComputed', { deviceId: 'air-1', kind: 'air', period: 'hour', from, revision, value });
  const [eight, nine] = ['2026-11-24T08:00:00.000Z', '2026-11-24T09:00:00.000Z'];
  const log = [index(eight, 1, 80), index(nine, 1, 90), index(eight, 2, 85)];
  expect(await rowsAfter(indexLatestProjection, log)).toMatchObject([
    { key: 'air-1 air hour', from_at: nine, value: 90 },
  ]);
  expect(await rowsAfter(indexLatestProjection, [...log, index(nine, 2, 95)])).toMatchObject([{ value: 95 }]);
});
