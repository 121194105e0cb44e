import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { dispatchRuleListProjection } from './project.ts';

test('every version of the set is kept, with who published it and when', async () => {
  const version = (ruleSetVersion: number) =>
    given('DispatchRulesPublished', { ruleSetVersion }, { actor: 'user:u1' });
  expect(await rowsAfter(dispatchRuleListProjection, [version(1), version(2)])).toMatchObject([
    {
      key: 'dispatch-rules@1',
      version: 1,
      published_by: 'user:u1',
      published_at: '2026-11-24T00:00:00.000Z',
    },
    { key: 'dispatch-rules@2', version: 2, published_at: '2026-11-24T00:00:01.000Z' },
  ]);
});
