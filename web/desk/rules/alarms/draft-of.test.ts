import { expect, it } from 'vitest';
import { draftOf } from './draft-of.ts';

const rule = {
  ruleId: 'a',
  name: 'A',
  modelId: 'm',
  severity: 'yellow',
  caseScope: 'none',
  source: '本市规定',
};

it('leaves out what was left empty, and says nothing where the schema wants null', () => {
  const condition = { kind: 'spatial', indicator: 'x', minShare: undefined, levels: [] };
  expect(draftOf({ ...rule, deviceIds: [], schedule: [], escalation: undefined, condition })).toEqual({
    ...rule,
    deviceIds: null,
    matterCode: null,
    condition: { kind: 'spatial', indicator: 'x', minShare: null },
  });
});

it('keeps what was filled in, and a level of an index only with its value', () => {
  const condition = {
    kind: 'index',
    index: 'air',
    period: 'hour',
    level: { direction: 'above' },
    grades: ['重度污染'],
  };
  const flapping = { count: 3, windowSeconds: 600, calmSeconds: 600 };
  expect(draftOf({ ...rule, deviceIds: ['d'], matterCode: 'event-S1-01', condition, flapping })).toEqual({
    ...rule,
    deviceIds: ['d'],
    matterCode: 'event-S1-01',
    condition: { kind: 'index', index: 'air', period: 'hour', level: null, grades: ['重度污染'] },
    flapping,
  });
});

it('takes nothing half filled in for flapping', () => {
  const condition = { kind: 'noData', indicator: null, afterSeconds: 60 };
  const draft = draftOf({ ...rule, condition, flapping: { count: 3 } });
  expect(draft).not.toHaveProperty('flapping');
  expect(draft.condition).toEqual(condition);
});
