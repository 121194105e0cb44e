import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { deviceFamilyListProjection } from './project.ts';

test('a family is the one published last, with the version of its stream', async () => {
  const version = (familyVersion: number) =>
    given('DeviceFamilyPublished', { family: 'elevator', familyVersion }, { actor: 'user:u1' });
  expect(await rowsAfter(deviceFamilyListProjection, [version(1), version(2)])).toMatchObject([
    { family: 'elevator', version: 2, published_by: 'user:u1', definition: { familyVersion: 2 } },
  ]);
});
