import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { codeSetListProjection } from './project.ts';

test('every version of a code set is kept', async () => {
  const version = (codeSetVersion: number) =>
    given('CodeSetPublished', { codeSetId: 'city', codeSetVersion });
  expect(await rowsAfter(codeSetListProjection, [version(1), version(2)])).toMatchObject([
    { key: 'city@1', code_set_id: 'city', version: 1 },
    { key: 'city@2', code_set_id: 'city', version: 2, definition: { codeSetVersion: 2 } },
  ]);
});
