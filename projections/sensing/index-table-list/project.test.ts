import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { indexTableListProjection } from './project.ts';

test('a table is the latest version, whatever order they come in', async () => {
  const version = (tableVersion: number) => given('IndexTablePublished', { tableId: 'air', tableVersion });
  expect(await rowsAfter(indexTableListProjection, [version(2), version(1)])).toMatchObject([
    { table_id: 'air', version: 2, definition: { tableVersion: 2 } },
  ]);
});
