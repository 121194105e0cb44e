import { describe, expect, it } from 'vitest';
import type { AlarmRule, DeviceModelPublished, IndexComputed } from '../../events.ts';
import { createRulePlay, type PlayedRecord, skipReason, syntheticEvent } from './play.ts';

const START = Date.parse('2026-03-01T08:00:00.000Z');
const at = (second: number): string => new Date(START + second * 1000).toISOString();
const HOUR = 3600;

const model: DeviceModelPublished['data'] = {
  modelId: 'm',
  modelVersion: 1,
  family: 'f',
  name: 'm',
  indicators: [{ code: 'x', name: 'x', unit: 'm', min: 0, max: 100 }],
  detections: [],
  source: '测试',
};
const device = {
  deviceId: 'a',
  name: 'A',
  modelId: 'm',
  location: { lon: 112, lat: 37 },
  divisionCode: '140106',
  gridCode: null,
  departmentId: null,
  secretHash: '',
  reportIntervalSeconds: 60,
  synthetic: true,
};
const rule = (condition: AlarmRule['condition'], more: Partial<AlarmRule> = {}): AlarmRule => ({
  ruleId: 'r',
  ruleVersion: 1,
  name: 'r',
  modelId: 'm',
  deviceIds: null,
  condition,
  severity: 'blue',
  caseScope: 'none',
  matterCode: null,
  source: '测试',
  ...more,
});
const above: AlarmRule['condition'] = {
  kind: 'threshold',
  indicator: 'x',
  direction: 'above',
  raiseAt: 10,
  clearAt: 8,
  forSeconds: 0,
};
const play = (played: AlarmRule) =>
  createRulePlay({ rule: played, model, devices: [{ device, registeredAt: at(-100) }], from: at(0) });
const reading = (second: number, x: number, more: Record<string, unknown> = {}) =>
  syntheticEvent(
    { type: 'ReadingsRecorded', data: { deviceId: 'a', observedAt: at(second), values: { x }, ...more } },
    at(second),
  );
const index = (hour: number, value: number) => {
  const data: IndexComputed['data'] = {
    deviceId: 'a',
    kind: 'air',
    period: 'hour',
    from: at((hour - 1) * HOUR),
    to: at(hour * HOUR),
    revision: 1,
    standard: 'HJ 633-2026',
    tableId: 't',
    tableVersion: 1,
    value,
    grade: null,
    detail: {},
  };
  return syntheticEvent({ type: 'IndexComputed', data }, at(hour * HOUR + 600));
};

describe('the play of a rule', () => {
  it('covers indices, with their peak', () => {
    const level = { direction: 'above', raiseAt: 150, clearAt: 100 } as const;
    const air = play(rule({ kind: 'index', index: 'air', period: 'hour', level, grades: [] }));
    for (const [hour, value] of [120, 160, 210, 90].entries()) air.apply(index(hour + 1, value));
    expect(air.alarms(at(10 * HOUR))).toMatchObject([{ deviceId: 'a', peak: 210, clearCause: 'recovered' }]);
  });

  it('lets time pass between records and after the last', () => {
    const silent = play(rule({ kind: 'noData', indicator: null, afterSeconds: 600 }));
    silent.apply(reading(100, 1));
    silent.apply(reading(1000, 1));
    silent.advanceTo(START + 2 * HOUR * 1000);
    expect(silent.alarms(at(2 * HOUR))).toMatchObject([
      { since: at(100), raisedAt: at(700), clearedAt: at(1000), peak: null },
      { since: at(1000), raisedAt: at(1600), clearedAt: null },
    ]);
  });

  it('does not escalate because nobody acknowledges', () => {
    const slow = play(rule(above, { escalation: [{ afterSeconds: 60, severity: 'red' }] }));
    slow.apply(reading(10, 20));
    slow.advanceTo(START + HOUR * 1000);
    expect(slow.alarms(at(HOUR))).toMatchObject([{ severity: 'blue' }]);
  });

  it('ends with a retired device, and takes no peak from doubtful values', () => {
    const ending = play(rule(above));
    ending.apply(reading(10, 20));
    ending.apply(reading(20, 90, { quality: { x: ['spike'] } }));
    ending.apply(syntheticEvent({ type: 'DeviceRetired', data: { deviceId: 'a', reason: '' } }, at(30)));
    expect(ending.alarms(at(HOUR))).toMatchObject([{ peak: 20, clearCause: 'deviceRetired' }]);
  });
});

describe('a record that a rule ignores', () => {
  it.each([
    [{}, null],
    [{ quality: { x: ['afterGap'] } }, null],
    [{ quality: { y: ['spike'] } }, null],
    [{ quality: { x: ['spike'] } }, 'doubtful'],
    [{ quality: { '*': ['historical'] } }, 'late'],
    [{ quality: { x: ['historical'] } }, 'late'],
    [{ resent: true }, 'late'],
  ])('%j: %s', (more, expected) => {
    expect(skipReason(rule(above), reading(1, 1, more) as PlayedRecord)).toBe(expected);
  });
});
