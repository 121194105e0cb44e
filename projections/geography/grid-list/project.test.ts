import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { gridListProjection } from './project.ts';

test('a removed grid stays, marked, and is restored when it is defined again', async () => {
  const code = '140106G0001';
  const defined = given('GridDefined', { code, workerId: 'u1' });
  const removed = given('GridRemoved', { code });
  expect(await rowsAfter(gridListProjection, [defined, removed])).toMatchObject([
    { code, worker_id: 'u1', removed: true, version: 2 },
  ]);
  expect(await rowsAfter(gridListProjection, [defined, removed, defined])).toMatchObject([
    { removed: false, version: 3 },
  ]);
});
