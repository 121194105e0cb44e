import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/postgres.ts';
import { createSeededDatabase } from '../testing/product.ts';
import { checkAlarmRule } from './check-alarm-rule.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createSeededDatabase();
});
afterAll(() => database.drop());

const rule = (matterCode: string | null) => ({
  ruleId: 'own-rule',
  ruleVersion: 1,
  name: '本市规则',
  modelId: 'air-station',
  deviceIds: null,
  condition: {
    kind: 'threshold',
    indicator: 'pm25',
    direction: 'above',
    raiseAt: 100,
    clearAt: 80,
    forSeconds: 10,
  },
  severity: 'yellow',
  caseScope: matterCode === null ? 'none' : 'device',
  matterCode,
  source: 'test',
});

it.each([
  ['event-S1-01', []],
  ['event-S1-03', []],
  [null, []],
  ['event-S1-0', ['unknownMatter']],
  ['event-S1-01-1', ['unknownMatter']],
  ['event-S9-99', ['unknownMatter']],
])('a rule names a matter that a filing standard has: %s', async (matterCode, codes) => {
  const { problems } = await checkAlarmRule(database.sql, rule(matterCode));
  expect(problems.map(({ code }) => code)).toEqual(codes);
});
