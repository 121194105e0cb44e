import { describe, expect, it } from 'vitest';
import type { AlarmRule, DeviceModelPublished } from '../events.ts';
import { checkRuleReferences } from './rule-references.ts';

const model: DeviceModelPublished['data'] = {
  modelId: 'air-station',
  modelVersion: 1,
  family: 'environmental',
  name: '空气站',
  indicators: [{ code: 'pm25', name: 'PM2.5', unit: 'µg/m³', min: 0, max: 1000 }],
  detections: [],
  indices: [{ kind: 'air', items: { 'PM2.5': 'pm25' } }],
  source: '测试',
};
const rule = (changes: Partial<AlarmRule> = {}): AlarmRule => ({
  ruleId: 'x',
  ruleVersion: 1,
  name: 'x',
  modelId: 'air-station',
  deviceIds: null,
  condition: { kind: 'noData', indicator: null, afterSeconds: 600 },
  severity: 'blue',
  caseScope: 'none',
  matterCode: null,
  source: '测试',
  ...changes,
});
const problems = (changes: Partial<AlarmRule>, known: DeviceModelPublished['data'] | undefined = model) =>
  checkRuleReferences(rule(changes), {
    model: known,
    modelOfDevice: new Map([
      ['air-1', 'air-station'],
      ['noise-1', 'noise-meter'],
    ]),
    isMatter: (code) => code === 'event-S1-01',
  }).map(({ path, code }) => `${path} ${code}`);

const levels = { direction: 'above', raiseAt: 1, clearAt: 1 } as const;

describe('what a rule refers to', () => {
  it('is there', () => {
    expect(problems({ deviceIds: ['air-1'], matterCode: 'event-S1-01' })).toEqual([]);
    expect(
      problems({ condition: { kind: 'index', index: 'air', period: 'hour', level: null, grades: ['优'] } }),
    ).toEqual([]);
    expect(
      problems({ condition: { kind: 'threshold', indicator: 'pm25.hourAvg', forSeconds: 0, ...levels } }),
    ).toEqual([]);
  });

  it.each<[Partial<AlarmRule>, string[]]>([
    [
      { condition: { kind: 'stuck', indicator: 'pm2.5', forSeconds: 60, tolerance: 0 } },
      ['condition.indicator unknownIndicator'],
    ],
    [
      {
        condition: {
          kind: 'composite',
          mode: 'all',
          parts: [
            { indicator: 'pm25', ...levels },
            { indicator: 'co2', ...levels },
          ],
          withinSeconds: 60,
          forSeconds: 0,
        },
      },
      ['condition.parts.1.indicator unknownIndicator'],
    ],
    [
      { condition: { kind: 'index', index: 'noise', period: 'day', level: null, grades: ['x'] } },
      ['condition.index unknownIndex'],
    ],
    [
      {
        condition: { kind: 'detection', type: 'fire', minConfidence: 0.5, minCount: 1, windowSeconds: 60 },
      },
      ['condition.type unknownDetectionType'],
    ],
    [{ deviceIds: ['air-1', 'air-9', 'noise-1'] }, ['deviceIds.1 unknownDevice', 'deviceIds.2 otherModel']],
    [{ matterCode: 'event-S9-99' }, ['matterCode unknownMatter']],
  ])('is missed: %j', (changes, found) => {
    expect(problems(changes)).toEqual(found);
  });

  it('is reported as missing if there is no such model', () => {
    const around = { model: undefined, modelOfDevice: new Map(), isMatter: () => true };
    expect(checkRuleReferences(rule(), around)).toMatchObject([{ path: 'modelId', code: 'unknownModel' }]);
  });
});
