import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { crosswalkListProjection } from './project.ts';

test('a crosswalk is the latest version, whatever order they come in', async () => {
  const version = (crosswalkVersion: number) =>
    given('CrosswalkPublished', { crosswalkId: 'old-to-new', crosswalkVersion });
  expect(await rowsAfter(crosswalkListProjection, [version(2), version(1)])).toMatchObject([
    { crosswalk_id: 'old-to-new', version: 2, definition: { crosswalkVersion: 2 } },
  ]);
});
