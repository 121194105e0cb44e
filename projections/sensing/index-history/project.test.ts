import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { indexHistoryProjection } from './project.ts';

test('each period has a row with its last revision', async () => {
  const index = (from: string, revision: number, value: number) =>
    given('IndexComputed', { deviceId: 'air-1', kind: 'air', period: 'hour', from, revision, value });
  const [eight, nine] = ['2026-11-24T08:00:00.000Z', '2026-11-24T09:00:00.000Z'];
  const log = [index(eight, 1, 80), index(nine, 1, 90), index(eight, 2, 85)];
  expect(await rowsAfter(indexHistoryProjection, log)).toMatchObject([
    { key: `air-1 air hour ${eight}`, revision: 2, value: 85, computed_at: '2026-11-24T00:00:02.000Z' },
    { key: `air-1 air hour ${nine}`, revision: 1, value: 90 },
  ]);
});
