import { describe, expect, it } from 'vitest';
import type { AlarmCleared, AlarmEscalated, AlarmRaised, AlarmRule } from '../../events.ts';
import { compareAlarms } from './difference.ts';
import { countAlarms, createAlarmTally, type DryRunAlarm } from './tally.ts';

const START = Date.parse('2026-03-01T08:00:00.000Z');
const at = (second: number): string => new Date(START + second * 1000).toISOString();

const rule = (direction: 'above' | 'below'): AlarmRule => ({
  ruleId: 'r',
  ruleVersion: 1,
  name: 'r',
  modelId: 'm',
  deviceIds: null,
  condition: { kind: 'threshold', indicator: 'x', direction, raiseAt: 10, clearAt: 10, forSeconds: 0 },
  severity: 'blue',
  caseScope: 'none',
  matterCode: null,
  source: '测试',
});
const raised = (deviceId: string, second: number, more: Partial<AlarmRaised['data']> = {}): AlarmRaised => ({
  type: 'AlarmRaised',
  data: {
    alarmId: `${deviceId}@${second}`,
    ruleId: 'r',
    ruleVersion: 1,
    ruleName: 'r',
    deviceId,
    deviceName: deviceId.toUpperCase(),
    subject: 'x',
    severity: 'blue',
    value: 12,
    threshold: 10,
    unit: 'm',
    since: at(second - 5),
    observedAt: at(second),
    divisionCode: '140106',
    gridCode: null,
    location: { lon: 112, lat: 37 },
    caseKey: null,
    matterCode: null,
    ...more,
  },
});
const cleared = (alarmId: string, second: number): AlarmCleared => ({
  type: 'AlarmCleared',
  data: { alarmId, value: 1, observedAt: at(second), cause: 'recovered' },
});
const escalated = (alarmId: string): AlarmEscalated => ({
  type: 'AlarmEscalated',
  data: {
    alarmId,
    from: 'blue',
    severity: 'orange',
    cause: 'level',
    by: null,
    opinion: null,
    value: 20,
    at: at(30),
  },
});

describe('the tally of a dry run', () => {
  it('keeps each alarm with its peak, its severity and its duration', () => {
    const tally = createAlarmTally(rule('above'));
    tally.take(raised('a', 10));
    for (const value of [14, 20, 13]) tally.see('a', value);
    tally.see('b', 99);
    tally.take(escalated('a@10'));
    tally.take(cleared('a@10', 60));
    tally.see('a', 50);
    tally.take(raised('b', 70));
    expect(tally.alarms(at(100))).toMatchObject([
      { deviceId: 'a', severity: 'orange', clearedAt: at(60), durationSeconds: 55, peak: 20 },
      { deviceId: 'b', severity: 'blue', clearedAt: null, clearCause: null, durationSeconds: 35, peak: 12 },
    ]);
  });

  it('takes the lowest value as the peak for a rule that watches downwards', () => {
    const tally = createAlarmTally(rule('below'));
    tally.take(raised('a', 10));
    for (const value of [14, 3, 5]) tally.see('a', value);
    expect(tally.alarms(at(20))).toMatchObject([{ peak: 3 }]);
  });

  it('follows every device of a spatial alarm', () => {
    const tally = createAlarmTally(rule('above'));
    tally.take(raised('a', 10, { deviceIds: ['a', 'b'] }));
    tally.see('b', 40);
    expect(tally.alarms(at(20))).toMatchObject([{ peak: 40, deviceIds: ['a', 'b'] }]);
  });

  it('counts per device, day in Shanghai and severity', () => {
    const tally = createAlarmTally(rule('above'));
    // 08:00 UTC is 16:00 in Shanghai: eight hours later it is the next day.
    for (const second of [10, 100, 8 * 3600 + 10]) tally.take(raised('b', second));
    tally.take(raised('a', 20));
    tally.take(escalated('a@20'));
    expect(countAlarms(tally.alarms(at(100_000)))).toEqual({
      total: 4,
      perDevice: [
        { deviceId: 'b', deviceName: 'B', alarms: 3 },
        { deviceId: 'a', deviceName: 'A', alarms: 1 },
      ],
      perDay: [
        { day: '2026-03-01', alarms: 3 },
        { day: '2026-03-02', alarms: 1 },
      ],
      perSeverity: { blue: 3, orange: 1 },
    });
  });
});

describe('the difference from the current version', () => {
  const alarm = (deviceId: string, from: number, to: number | null): DryRunAlarm => {
    const tally = createAlarmTally(rule('above'));
    tally.take(raised(deviceId, from, { since: at(from) }));
    if (to !== null) tally.take(cleared(`${deviceId}@${from}`, to));
    return tally.alarms(at(1000))[0]!;
  };

  it('treats simultaneous alarms of a device as one', () => {
    const draft = [alarm('a', 10, 20), alarm('a', 50, 60), alarm('b', 10, null)];
    const present = [alarm('a', 15, 30), alarm('a', 80, 90), alarm('b', 400, null)];
    expect(compareAlarms(3, draft, present)).toEqual({
      presentVersion: 3,
      presentTotal: 3,
      added: [draft[1]],
      removed: [present[1]],
      kept: 2,
    });
  });
});
