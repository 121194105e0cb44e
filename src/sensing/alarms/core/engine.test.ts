import { describe, expect, it } from 'vitest';
import {
  briefly,
  detection,
  index,
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
import type { AlarmCondition, AlarmRule } from '../events.ts';
import { createAlarmEngineCore, type RecordedInput } from './engine.ts';

const threshold: AlarmCondition = {
  kind: 'threshold',
  indicator: 'level',
  direction: 'above',
  raiseAt: 3,
  clearAt: 2.5,
  forSeconds: 10,
};
const atOnce = { ...threshold, forSeconds: 0 } as const;

/** One device `a`, one rule, and what happens. */
const tell = (
  condition: AlarmCondition,
  events: readonly RecordedInput[],
  change: Partial<AlarmRule> = {},
  devices: readonly string[] = ['a'],
) =>
  briefly(
    play([
      ...devices.map((deviceId) => registered(storyDevice(deviceId))),
      published(storyRule(condition, change)),
      ...events,
    ]),
  );
const levels = (...pairs: readonly (readonly [second: number, level: number])[]) =>
  pairs.map(([second, level]) => reading(second, 'a', { level }));

describe('threshold', () => {
  it('is raised once the value has stayed beyond for the duration, and clears behind the other level', () => {
    expect(tell(threshold, levels([1, 3], [10.999, 4]))).toEqual([]);
    expect(tell(threshold, levels([1, 3], [11, 3], [12, 2.6], [13, 2.5]))).toEqual([
      ['raised', 11, 'yellow'],
      ['cleared', 13, 'recovered'],
    ]);
  });

  it('starts to count again when the value falls short in between', () => {
    expect(tell(threshold, levels([1, 3], [5, 2.9], [6, 3], [15, 3]))).toEqual([]);
    expect(tell(threshold, levels([1, 3], [5, 2.9], [6, 3], [16, 3]))).toHaveLength(1);
  });

  it('works downwards, and holds a value on the line for beyond where both levels are the same', () => {
    const below: AlarmCondition = { ...threshold, direction: 'below', raiseAt: 2, clearAt: 3, forSeconds: 0 };
    expect(tell(below, levels([1, 2], [2, 2.9], [3, 3]))).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 3, 'recovered'],
    ]);
    expect(tell({ ...atOnce, clearAt: 3 }, levels([1, 3], [2, 3], [3, 2.9]))).toHaveLength(2);
  });

  it('passes over what was observed before what moved it last', () => {
    const old = reading(20, 'a', { level: 0 }, { observedAt: storyTime(5) });
    expect(tell(threshold, [...levels([1, 3], [11, 3]), old])).toHaveLength(1);
  });

  it('becomes more serious at farther levels, never less', () => {
    const condition: AlarmCondition = {
      ...atOnce,
      levels: [
        { severity: 'orange', raiseAt: 4 },
        { severity: 'red', raiseAt: 5 },
      ],
    };
    expect(tell(condition, levels([1, 3], [2, 4.5], [3, 3.5], [4, 4.5], [5, 6], [6, 1]))).toEqual([
      ['raised', 1, 'yellow'],
      ['escalated', 2, 'orange level'],
      ['escalated', 5, 'red level'],
      ['cleared', 6, 'recovered'],
    ]);
    expect(tell(condition, levels([1, 5]))).toEqual([['raised', 1, 'red']]);
  });

  it('is raised by nothing doubtful, late, sent again or of a test', () => {
    const quiet = [
      reading(1, 'a', { level: 9 }, { quality: { level: ['spike'] } }),
      reading(2, 'a', { level: 9 }, { quality: { '*': ['historical'] } }),
      reading(3, 'a', { level: 9 }, { quality: { '*': ['testReport'] } }),
      reading(4, 'a', { level: 9 }, { resent: true }),
      reading(5, 'b', { level: 9 }),
    ];
    expect(tell(atOnce, quiet)).toEqual([]);
    expect(tell(atOnce, [reading(6, 'a', { level: 9 }, { quality: { '*': ['afterGap'] } })])).toHaveLength(1);
  });

  it('says what it is about', () => {
    const model = storyEvent(0, {
      type: 'DeviceModelPublished',
      data: {
        modelId: 'station',
        modelVersion: 1,
        family: 'test',
        name: 'station',
        indicators: [{ code: 'level', name: '水位', unit: 'm', min: 0, max: 10 }],
        detections: [],
        source: 'test',
      },
    });
    const [emission] = play([
      model,
      registered(storyDevice('a')),
      published(storyRule(threshold)),
      ...levels([1, 3], [20, 3.5]),
    ]);
    expect(emission).toMatchObject({
      event: {
        data: {
          subject: 'level',
          value: 3.5,
          threshold: 3,
          unit: 'm',
          since: storyTime(1),
          observedAt: storyTime(20),
          caseKey: 'device:a:rule-1',
        },
      },
    });
  });
});

describe('rate of change', () => {
  const condition: AlarmCondition = {
    kind: 'rateOfChange',
    indicator: 'level',
    direction: 'rise',
    windowSeconds: 60,
    raiseAt: 1,
    clearAt: 0.5,
  };

  it('compares with the oldest value of the window', () => {
    expect(tell(condition, levels([0, 1], [30, 1.5], [60, 2], [61, 2], [120, 2]))).toEqual([
      ['raised', 60, 'yellow'],
      ['cleared', 61, 'recovered'],
    ]);
    expect(tell(condition, levels([0, 1], [61, 2]))).toEqual([]);
    expect(tell({ ...condition, direction: 'fall' }, levels([0, 2], [10, 1]))).toHaveLength(1);
  });

  it('keeps a bounded number of samples, however often the device reports', () => {
    const core = createAlarmEngineCore();
    const events = Array.from({ length: 2000 }, (_, n) => reading(n / 10, 'a', { level: 1 }));
    play([registered(storyDevice('a')), published(storyRule(condition)), ...events], core);
    const row = core.takeChanges().rows.find(({ kind }) => kind === 'states');
    const { states } = row!.value as { states: { 'rule-1': { condition: { samples: number[] } } } };
    expect(states['rule-1'].condition.samples.length).toBeLessThanOrEqual(124);
  });
});

describe('stuck', () => {
  const condition: AlarmCondition = {
    kind: 'stuck',
    indicator: 'level',
    forSeconds: 60,
    tolerance: 0.01,
    except: [0],
  };

  it('is raised when the value does not move for long, and clears when it moves', () => {
    expect(tell(condition, levels([0, 1], [30, 1.005], [60, 1], [70, 1], [80, 1.5]))).toEqual([
      ['raised', 60, 'yellow'],
      ['cleared', 80, 'recovered'],
    ]);
    expect(tell(condition, levels([0, 0], [30, 0], [90, 0]))).toEqual([]);
  });
});

describe('no data', () => {
  const condition: AlarmCondition = { kind: 'noData', indicator: null, afterSeconds: 60 };

  it('is raised when nothing came for long, and cleared by what comes, whatever it is', () => {
    const late = reading(90, 'a', { level: 1 }, { resent: true, observedAt: storyTime(5) });
    expect(tell(condition, [...levels([10, 1]), time(69), time(71), time(80), late])).toEqual([
      ['raised', 71, 'yellow'],
      ['cleared', 90, 'recovered'],
    ]);
  });

  it('counts from the registration of a device that never spoke, and from the rule', () => {
    expect(tell(condition, [time(59), time(60)])).toEqual([['raised', 60, 'yellow']]);
    const late = [registered(storyDevice('a')), published(storyRule(condition), 50), time(109), time(110)];
    expect(briefly(play(late))).toEqual([['raised', 110, 'yellow']]);
  });

  it('looks at one indicator where the rule says so', () => {
    const one: AlarmCondition = { ...condition, indicator: 'rain' };
    expect(tell(one, [...levels([10, 1], [50, 1]), time(61), reading(70, 'a', { rain: 0 })])).toEqual([
      ['raised', 61, 'yellow'],
      ['cleared', 70, 'recovered'],
    ]);
  });

  it('ignores silence while the server was down', () => {
    expect(tell(condition, [time(1000, { resumed: true }), time(1059), time(1060)])).toEqual([
      ['raised', 1060, 'yellow'],
    ]);
  });

  it('is raised once for a silence that ends without action', () => {
    const events = [time(60), time(200), time(400), ...levels([500, 1]), time(600)];
    expect(tell(condition, events, { autoClearAfterSeconds: 100 })).toEqual([
      ['raised', 60, 'yellow'],
      ['cleared', 200, 'expired'],
      ['raised', 600, 'yellow'],
    ]);
  });
});

describe('composite', () => {
  const condition: AlarmCondition = {
    kind: 'composite',
    mode: 'all',
    parts: [
      { indicator: 'level', direction: 'above', raiseAt: 3, clearAt: 2 },
      { indicator: 'rain', direction: 'above', raiseAt: 20, clearAt: 10 },
    ],
    withinSeconds: 60,
    forSeconds: 0,
  };

  it('needs all parts together, each for a while after it was observed', () => {
    const events = [
      reading(1, 'a', { level: 4 }),
      reading(62, 'a', { rain: 30 }),
      reading(70, 'a', { level: 4, rain: 30 }),
      reading(80, 'a', { rain: 5 }),
    ];
    expect(tell(condition, events)).toEqual([
      ['raised', 70, 'yellow'],
      ['cleared', 80, 'recovered'],
    ]);
  });

  it('judges a record as a whole', () => {
    expect(
      tell(condition, [reading(1, 'a', { level: 4, rain: 0 }), reading(2, 'a', { level: 1, rain: 30 })]),
    ).toEqual([]);
  });

  it('or any of them, for a duration', () => {
    const any: AlarmCondition = { ...condition, mode: 'any', forSeconds: 10 };
    const events = [
      reading(1, 'a', { rain: 30 }),
      reading(5, 'a', { level: 4 }),
      reading(11, 'a', { rain: 0 }),
    ];
    expect(tell(any, events)).toEqual([['raised', 11, 'yellow']]);
  });
});

describe('spatial', () => {
  const condition: AlarmCondition = {
    kind: 'spatial',
    indicator: 'level',
    scope: 'grid',
    direction: 'above',
    raiseAt: 3,
    clearAt: 2,
    minDevices: 2,
    minShare: null,
    withinSeconds: 60,
  };
  const all = ['a', 'b', 'c'];

  it('is raised once for its grid by the device that makes the number full', () => {
    const events = [
      registered(storyDevice('far', { gridCode: '140106G0002' })),
      published(storyRule(condition)),
      ...all.map((id) => registered(storyDevice(id))),
      reading(1, 'a', { level: 4 }),
      reading(2, 'far', { level: 4 }),
      reading(3, 'c', { level: 4 }),
      reading(4, 'b', { level: 4 }),
    ];
    const emissions = play(events);
    expect(briefly(emissions)).toEqual([['raised', 3, 'yellow']]);
    expect(emissions[0]!.event.data).toMatchObject({
      deviceId: 'c',
      deviceIds: ['a', 'c'],
      value: 2,
      threshold: 2,
      caseKey: 'grid:140106G0001:rule-1',
    });
  });

  it('clears when too few are beyond, and when they fall silent', () => {
    const up = [reading(1, 'a', { level: 4 }), reading(2, 'b', { level: 4 })];
    expect(tell(condition, [...up, reading(5, 'a', { level: 1 })], {}, all)).toEqual([
      ['raised', 2, 'yellow'],
      ['cleared', 5, 'recovered'],
    ]);
    expect(tell(condition, [...up, time(60), time(62)], {}, all)).toEqual([
      ['raised', 2, 'yellow'],
      ['cleared', 62, 'recovered'],
    ]);
  });

  it('may ask for a share of those that spoke', () => {
    const share: AlarmCondition = { ...condition, minShare: 0.9 };
    const events = [
      reading(1, 'c', { level: 0 }),
      reading(2, 'a', { level: 4 }),
      reading(3, 'b', { level: 4 }),
    ];
    expect(tell(share, events, {}, all)).toEqual([]);
    expect(tell(share, [...events, reading(4, 'c', { level: 4 })], {}, all)).toHaveLength(1);
  });

  it('does not count a device that is being worked on', () => {
    const events = [
      silenced(1, 100, { deviceId: 'a' }),
      reading(2, 'a', { level: 4 }),
      reading(3, 'b', { level: 4 }),
      reading(4, 'c', { level: 4 }),
    ];
    expect(tell(condition, events, {}, all)).toEqual([['raised', 4, 'yellow']]);
  });
});

describe('index', () => {
  const condition: AlarmCondition = {
    kind: 'index',
    index: 'air',
    period: 'hour',
    level: { direction: 'above', raiseAt: 150, clearAt: 100 },
    grades: ['严重污染'],
  };
  const hour = 3600;

  it('goes by the value or the grade', () => {
    const events = [
      index(hour, 'a', { value: 120 }),
      index(2 * hour, 'a', { value: 160, grade: '中度污染' }),
      index(3 * hour, 'a', { value: 130 }),
      index(4 * hour, 'a', { value: 90 }),
      index(5 * hour, 'a', { value: null, grade: '严重污染' }),
    ];
    expect(tell(condition, events)).toEqual([
      ['raised', 2 * hour, 'yellow'],
      ['cleared', 4 * hour, 'recovered'],
      ['raised', 5 * hour, 'yellow'],
    ]);
  });

  it('passes over old periods and what was made of late data', () => {
    const at = (second: number, end: number) =>
      index(second, 'a', { value: 500, from: storyTime(end - hour), to: storyTime(end) });
    expect(tell(condition, [at(4 * hour, hour)])).toEqual([]);
    expect(tell(condition, [index(2 * hour, 'a', { value: 50 }), at(2 * hour + 60, hour)])).toEqual([]);
  });
});

describe('detection', () => {
  const condition: AlarmCondition = {
    kind: 'detection',
    type: 'smokeFire',
    minConfidence: 0.6,
    minCount: 3,
    windowSeconds: 30,
  };

  it('is raised by enough sure detections within the window', () => {
    const at = (...seconds: number[]) =>
      tell(
        condition,
        seconds.map((second) => detection(second, 'a', 0.9)),
      );
    expect(at(0, 10)).toEqual([]);
    expect(at(0, 10, 29)).toEqual([['raised', 29, 'yellow']]);
    expect(at(0, 10, 30)).toEqual([]);
    expect(tell(condition, [detection(0, 'a', 1), detection(1, 'a', 0.5), detection(2, 'a', 1)])).toEqual([]);
  });

  it('clears after a window without one, and begins to count afresh', () => {
    const events = [0, 1, 2, 20].map((second) => detection(second, 'a', 1));
    expect(tell(condition, [...events, time(49), time(50), detection(51, 'a', 1)])).toEqual([
      ['raised', 2, 'yellow'],
      ['cleared', 50, 'expired'],
    ]);
  });
});

describe('what holds for every kind', () => {
  it('a schedule: nothing outside of it, and what still holds when it begins', () => {
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
    expect(tell(atOnce, events, { schedule })).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 601, 'outOfSchedule'],
      ['raised', 3600, 'yellow'],
      ['cleared', 3700, 'recovered'],
    ]);
  });

  it('a silence: nothing is raised, what is raised may clear, what still holds is raised after it', () => {
    const events = [
      ...levels([1, 4]),
      silenced(10, 100, { deviceId: 'a' }),
      ...levels([20, 1], [30, 4], [99, 4], [100, 4]),
    ];
    expect(tell(atOnce, events)).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 20, 'recovered'],
      ['raised', 100, 'yellow'],
    ]);
  });

  it('a silence that is ended early, also for what time raises', () => {
    const noData: AlarmCondition = { kind: 'noData', indicator: null, afterSeconds: 60 };
    const ended = storyEvent(80, {
      type: 'AlarmSilenceEnded',
      data: { silenceId: 's1', by: 'u1', at: storyTime(80) },
    });
    const quiet = silenced(10, 500, { modelId: 'station', divisionCode: '1401' });
    expect(tell(noData, [quiet, time(60), time(79), ended, time(81)])).toEqual([['raised', 81, 'yellow']]);
    expect(tell(noData, [quiet, time(60), time(499), time(500)])).toEqual([['raised', 500, 'yellow']]);
    expect(tell(noData, [silenced(10, 500, { divisionCode: '1402' }), time(60)])).toHaveLength(1);
  });

  it('flapping: stays raised until its condition was away for long', () => {
    const flapping = { count: 3, windowSeconds: 100, calmSeconds: 30 };
    const waves = levels([1, 4], [2, 1], [3, 4], [4, 1], [5, 4], [6, 1], [7, 4], [8, 1]);
    expect(tell(atOnce, [...waves, time(37), time(38)], { flapping })).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 2, 'recovered'],
      ['raised', 3, 'yellow'],
      ['cleared', 4, 'recovered'],
      ['raised', 5, 'yellow'],
      ['cleared', 38, 'recovered'],
    ]);
  });

  it('auto-clear: cleared when nothing confirms it, raised again as another alarm', () => {
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

  it('escalation: more serious while nobody acknowledges it', () => {
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
    expect(tell(atOnce, [...levels([1, 4]), time(60), time(61), time(121)], { escalation })).toEqual([
      ['raised', 1, 'yellow'],
      ['escalated', 61, 'orange unacknowledged'],
      ['escalated', 121, 'red unacknowledged'],
    ]);
    expect(tell(atOnce, [...levels([1, 4]), time(61), acknowledged, time(121)], { escalation })).toHaveLength(
      2,
    );
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
    expect(tell(atOnce, [...levels([1, 4]), byPerson, time(61), time(121)], { escalation })).toEqual([
      ['raised', 1, 'yellow'],
      ['escalated', 121, 'red unacknowledged'],
    ]);
  });

  it('a new version or the end of a rule, and of a device, end what was raised', () => {
    const next = published({ ...storyRule(atOnce), ruleVersion: 2 }, 10);
    expect(tell(atOnce, [...levels([1, 4]), next, ...levels([11, 4])])).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 10, 'ruleRetired'],
      ['raised', 11, 'yellow'],
    ]);
    const retired = storyEvent(10, { type: 'AlarmRuleRetired', data: { ruleId: 'rule-1', reason: '' } });
    expect(tell(atOnce, [...levels([1, 4]), retired, ...levels([11, 4])])).toHaveLength(2);
    const gone = storyEvent(10, { type: 'DeviceRetired', data: { deviceId: 'a', reason: '' } });
    expect(tell(atOnce, [...levels([1, 4]), gone, ...levels([11, 4])])).toEqual([
      ['raised', 1, 'yellow'],
      ['cleared', 10, 'deviceRetired'],
    ]);
  });

  it('rules of listed devices hold for those alone', () => {
    const events = [reading(1, 'a', { level: 4 }), reading(2, 'b', { level: 4 })];
    expect(tell(atOnce, events, { deviceIds: ['b'] }, ['a', 'b'])).toEqual([['raised', 2, 'yellow']]);
  });
});

describe('a storm', () => {
  const policy = storyEvent(0, {
    type: 'AlarmPolicyPublished',
    data: {
      policyVersion: 1,
      storm: { count: 3, windowSeconds: 60, calmSeconds: 100, exemptFrom: 'red' },
      source: 'test',
    },
  });
  const devices = ['a', 'b', 'c', 'd'];
  const rules = [
    published(storyRule(atOnce, { escalation: [{ afterSeconds: 10, severity: 'orange' }] })),
    published(storyRule({ ...atOnce, indicator: 'rain' }, { ruleId: 'red', severity: 'red' })),
  ];
  const begin = [policy, ...devices.map((id) => registered(storyDevice(id))), ...rules];
  const up = devices.map((id, n) => reading(n + 1, id, { level: 4 }));

  it('gathers the alarms of one county in one case until it is calm', () => {
    const emissions = play([
      ...begin,
      ...up,
      reading(6, 'd', { rain: 9 }),
      time(105),
      time(106),
      reading(200, 'd', { rain: 1 }),
    ]);
    expect(briefly(emissions).filter(([type]) => type !== 'escalated')).toEqual([
      ['raised', 1, 'yellow'],
      ['raised', 2, 'yellow'],
      ['AlarmStormBegan', 3, 3],
      ['raised', 3, 'yellow'],
      ['raised', 4, 'yellow'],
      ['raised', 6, 'red'],
      ['AlarmStormEnded', 106, 5],
      ['cleared', 200, 'recovered'],
    ]);
    const raised = emissions.flatMap(({ event }) => (event.type === 'AlarmRaised' ? [event.data] : []));
    const { stormId } = raised[2]!;
    expect(raised.map(({ caseKey }) => caseKey)).toEqual([
      'device:a:rule-1',
      'device:b:rule-1',
      `storm:${stormId}`,
      `storm:${stormId}`,
      'device:d:red',
    ]);
    // What was raised in the storm waits for nobody by itself.
    expect(briefly(emissions).filter(([type]) => type === 'escalated')).toHaveLength(2);
  });

  it('is of one county', () => {
    const far = registered(storyDevice('c', { divisionCode: '140109' }));
    expect(briefly(play([...begin, far, ...up.slice(0, 3)])).map(([type]) => type)).toEqual([
      'raised',
      'raised',
      'raised',
    ]);
  });
});
