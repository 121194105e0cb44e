import { describe, expect, it } from 'vitest';
import type { AlarmCondition, AlarmRule } from './events.ts';
import { alarmRuleSchema } from './rule-schema.ts';

const threshold = {
  kind: 'threshold',
  indicator: 'level',
  direction: 'above',
  raiseAt: 3,
  clearAt: 2.5,
  forSeconds: 10,
} as const;

const CONDITIONS: readonly AlarmCondition[] = [
  threshold,
  { ...threshold, levels: [{ severity: 'orange', raiseAt: 4 }] },
  {
    kind: 'rateOfChange',
    indicator: 'level',
    direction: 'fall',
    windowSeconds: 600,
    raiseAt: 1,
    clearAt: 0.5,
  },
  { kind: 'noData', indicator: null, afterSeconds: 600 },
  { kind: 'stuck', indicator: 'level', forSeconds: 7200, tolerance: 0, except: [0] },
  {
    kind: 'composite',
    mode: 'all',
    parts: [
      { indicator: 'level', direction: 'above', raiseAt: 3, clearAt: 2 },
      { indicator: 'rainfallHour', direction: 'above', raiseAt: 20, clearAt: 10 },
    ],
    withinSeconds: 600,
    forSeconds: 0,
  },
  {
    kind: 'spatial',
    indicator: 'pm25',
    scope: 'division',
    direction: 'above',
    raiseAt: 150,
    clearAt: 120,
    minDevices: 3,
    minShare: 0.5,
    withinSeconds: 3600,
  },
  { kind: 'index', index: 'air', period: 'hour', level: null, grades: ['重度污染'] },
  { kind: 'detection', type: 'smokeFire', minConfidence: 0.8, minCount: 2, windowSeconds: 600 },
];

const rule: AlarmRule = {
  ruleId: 'r1',
  ruleVersion: 1,
  name: '水位',
  modelId: 'river-gauge',
  deviceIds: null,
  condition: threshold,
  severity: 'yellow',
  caseScope: 'device',
  matterCode: 'event-S4-01',
  source: 'test',
};
const complaintOf = (change: object): string =>
  alarmRuleSchema
    .safeParse({ ...rule, ...change })
    .error?.issues.map(({ message }) => message)
    .join() ?? '';
const ofCondition = (change: object): string => complaintOf({ condition: { ...threshold, ...change } });

describe('an alarm rule as data', () => {
  it.each(CONDITIONS)('may be of the kind $kind', (condition) => {
    const data = { ...rule, condition };
    expect(alarmRuleSchema.parse(data)).toEqual(data);
  });

  it('may have windows, flapping, an end and an escalation', () => {
    const data: AlarmRule = {
      ...rule,
      schedule: [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }],
      flapping: { count: 3, windowSeconds: 600, calmSeconds: 300 },
      autoClearAfterSeconds: 3600,
      escalation: [
        { afterSeconds: 900, severity: 'orange' },
        { afterSeconds: 1800, severity: 'red' },
      ],
    };
    expect(alarmRuleSchema.parse(data)).toEqual(data);
  });

  it('is refused with a message that names the problem', () => {
    expect(ofCondition({ clearAt: 3.1 })).toMatch('clearAt is beyond raiseAt');
    expect(ofCondition({ levels: [{ severity: 'orange', raiseAt: 3 }] })).toMatch('farther out');
    expect(ofCondition({ levels: [{ severity: 'yellow', raiseAt: 4 }] })).toMatch('more serious');
    expect(
      complaintOf({ condition: { kind: 'index', index: 'air', period: 'hour', level: null, grades: [] } }),
    ).toMatch('neither a level nor a grade');
    expect(complaintOf({ matterCode: null })).toMatch('needs a matterCode');
    expect(complaintOf({ schedule: [{ days: [1], from: '24:00', to: '06:00' }] })).toMatch('HH:mm');
    expect(complaintOf({ escalation: [{ afterSeconds: 900, severity: 'yellow' }] })).toMatch('step of the');
  });
});
