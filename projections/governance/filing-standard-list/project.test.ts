import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { filingStandardListProjection } from './project.ts';

test('every version of a standard is kept', async () => {
  const version = (standardVersion: number) =>
    given('FilingStandardPublished', { standardId: 'city', standardVersion });
  expect(await rowsAfter(filingStandardListProjection, [version(1), version(2)])).toMatchObject([
    { key: 'city@1', standard_id: 'city', version: 1 },
    { key: 'city@2', standard_id: 'city', version: 2, definition: { standardVersion: 2 } },
  ]);
});
