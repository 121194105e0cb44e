import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { alarmRuleListProjection } from './project.ts';

test('a retired rule is kept, and is in force again when published again', async () => {
  const ruleId = 'r1';
  const version = (ruleVersion: number) =>
    given('AlarmRulePublished', { ruleId, ruleVersion }, { actor: 'user:u1' });
  const log = [version(1), given('AlarmRuleRetired', { ruleId })];
  expect(await rowsAfter(alarmRuleListProjection, log)).toMatchObject([
    { rule_id: ruleId, version: 1, retired: true, published_by: 'user:u1' },
  ]);
  expect(await rowsAfter(alarmRuleListProjection, [...log, version(2)])).toMatchObject([
    { version: 2, retired: false, published_at: '2026-11-24T00:00:02.000Z' },
  ]);
});
