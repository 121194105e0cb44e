import { describe, expect, it } from 'vitest';
import {
  alarmsOf,
  briefly,
  levels,
  play,
  published,
  reading,
  registered,
  silenced,
  storyDevice,
  storyEvent,
  storyRule,
  storyTime,
  time,
} from '../../../testing/alarm-story.ts';
import type { AlarmCondition } from '../events.ts';

const atOnce: AlarmCondition = {
  kind: 'threshold',
  indicator: 'level',
  direction: 'above',
  raiseAt: 3,
  clearAt: 2.5,
  forSeconds: 0,
};

describe('every kind of rule', () => {
  it('may have a schedule: no alarms outside it, and a condition still met when it begins raises one', () => {
    // 16:00 to 16:10 and from 17:00 on, in Shanghai on a Sunday.
    const schedule = [
      { days: [7], from: '15:00', to: '16:10' },
      { days: [7], from: '17:00', to: '02:00' },
    ];
    const events = [
      ...levels([1, 4]),
      time(599),
      time(601),
      ...levels([700, 4], [3599, 4], [3600, 4], [3700, 1]),
    ];
    expect(alarmsOf(atOnce, events, { schedule })).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 601, 'outOfSchedule'],
      ['raised', 3600, 'yellow'],
      ['cleared', 3700, 'recovered'],
    ]);
  });

  it('obeys a silence: nothing is raised, active alarms may clear, a condition still met raises one afterwards', () => {
    const events = [
      ...levels([1, 4]),
      silenced(10, 100, { deviceId: 'a' }),
      ...levels([20, 1], [30, 4], [99, 4], [100, 4]),
    ];
    expect(alarmsOf(atOnce, events)).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 20, 'recovered'],
      ['raised', 100, 'yellow'],
    ]);
  });

  it('obeys the early end of a silence, also for alarms raised by time', () => {
    const noData: AlarmCondition = { kind: 'noData', indicator: null, afterSeconds: 60 };
    const ended = storyEvent(80, {
      type: 'AlarmSilenceEnded',
      data: { silenceId: 's1', by: 'u1', at: storyTime(80) },
    });
    const quiet = silenced(10, 500, { modelId: 'station', divisionCode: '1401' });
    expect(alarmsOf(noData, [quiet, time(60), time(79), ended, time(81)])).toEqual([
      ['raised', 81, 'yellow'],
    ]);
    expect(alarmsOf(noData, [quiet, time(60), time(499), time(500)])).toEqual([['raised', 500, 'yellow']]);
    expect(alarmsOf(noData, [silenced(10, 500, { divisionCode: '1402' }), time(60)])).toHaveLength(1);
  });

  it('may damp flapping: an alarm stays active until its condition has been absent for long', () => {
    const flapping = { count: 3, windowSeconds: 100, calmSeconds: 30 };
    const waves = levels([1, 4], [2, 1], [3, 4], [4, 1], [5, 4], [6, 1], [7, 4], [8, 1]);
    expect(alarmsOf(atOnce, [...waves, time(37), time(38)], { flapping })).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 2, 'recovered'],
      ['raised', 3, 'yellow'],
      ['cleared', 4, 'recovered'],
      ['raised', 5, 'yellow'],
      ['cleared', 38, 'recovered'],
    ]);
  });

  it('may clear automatically when nothing confirms the alarm, and raise another one later', () => {
    const emissions = play([
      registered(storyDevice('a')),
      published(storyRule(atOnce, { autoClearAfterSeconds: 60 })),
      ...levels([1, 4], [50, 4]),
      time(109),
      time(110),
      ...levels([120, 4]),
    ]);
    expect(briefly(emissions)).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 110, 'expired'],
      ['raised', 120, 'yellow'],
    ]);
    expect(emissions[0]!.stream).not.toBe(emissions[2]!.stream);
  });

  it('may escalate while nobody acknowledges the alarm', () => {
    const escalation = [
      { afterSeconds: 60, severity: 'orange' },
      { afterSeconds: 120, severity: 'red' },
    ] as const;
    const alarmId = (
      play([registered(storyDevice('a')), published(storyRule(atOnce)), ...levels([1, 4])])[0]!.event
        .data as { alarmId: string }
    ).alarmId;
    const acknowledged = storyEvent(70, {
      type: 'AlarmAcknowledged',
      data: { alarmId, by: 'u1', opinion: '', at: storyTime(70) },
    });
    expect(alarmsOf(atOnce, [...levels([1, 4]), time(60), time(61), time(121)], { escalation })).toEqual([
      ['raised', 1, 'yellow'],
      ['escalated', 61, 'orange unacknowledged'],
      ['escalated', 121, 'red unacknowledged'],
    ]);
    expect(
      alarmsOf(atOnce, [...levels([1, 4]), time(61), acknowledged, time(121)], { escalation }),
    ).toHaveLength(2);
    const byPerson = storyEvent(5, {
      type: 'AlarmEscalated',
      data: {
        alarmId,
        from: 'yellow',
        severity: 'orange',
        cause: 'person',
        by: 'u1',
        opinion: null,
        value: null,
        at: storyTime(5),
      },
    });
    expect(alarmsOf(atOnce, [...levels([1, 4]), byPerson, time(61), time(121)], { escalation })).toEqual([
      ['raised', 1, 'yellow'],
      ['escalated', 121, 'red unacknowledged'],
    ]);
  });

  it('ends its alarms with a new version, or the end of the rule or the device', () => {
    const next = published({ ...storyRule(atOnce), ruleVersion: 2 }, 10);
    expect(alarmsOf(atOnce, [...levels([1, 4]), next, ...levels([11, 4])])).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 10, 'ruleRetired'],
      ['raised', 11, 'yellow'],
    ]);
    const retired = storyEvent(10, { type: 'AlarmRuleRetired', data: { ruleId: 'rule-1', reason: '' } });
    expect(alarmsOf(atOnce, [...levels([1, 4]), retired, ...levels([11, 4])])).toHaveLength(2);
    const gone = storyEvent(10, { type: 'DeviceRetired', data: { deviceId: 'a', reason: '' } });
    expect(alarmsOf(atOnce, [...levels([1, 4]), gone, ...levels([11, 4])])).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 10, 'deviceRetired'],
    ]);
  });

  it('may apply only to listed devices', () => {
    const events = [reading(1, 'a', { level: 4 }), reading(2, 'b', { level: 4 })];
    expect(alarmsOf(atOnce, events, { deviceIds: ['b'] }, ['a', 'b'])).toEqual([['raised', 2, 'yellow']]);
  });
});
