import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { caseRulesListProjection } from './project.ts';

test('every version is kept: a case keeps the one under which it was reported', async () => {
  const version = (rulesVersion: number) => given('CaseRulesPublished', { rulesId: 'case', rulesVersion });
  expect(await rowsAfter(caseRulesListProjection, [version(1), version(2)])).toMatchObject([
    { rules_id: 'case', version: 1 },
    { rules_id: 'case', version: 2, definition: { rulesVersion: 2 } },
  ]);
});
