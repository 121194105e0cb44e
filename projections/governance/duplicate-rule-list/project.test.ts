import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { duplicateRuleListProjection } from './project.ts';

test('the rules are those published last', async () => {
  const version = (rulesVersion: number) =>
    given('DuplicateRulesPublished', { rulesId: 'city', rulesVersion });
  expect(await rowsAfter(duplicateRuleListProjection, [version(1), version(2)])).toMatchObject([
    { rules_id: 'city', version: 2, definition: { rulesVersion: 2 } },
  ]);
});
