import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createStoredMemory,
  detection,
  play,
  published,
  reading,
  registered,
  silenced,
  storyDevice,
  storyEvent,
  storyRule,
  time,
} from '../../../testing/alarm-story.ts';
import type { AlarmCondition, AlarmRule } from '../events.ts';
import type { Emission } from './emissions.ts';
import { createAlarmEngineCore, type RecordedInput } from './engine.ts';

const level = { direction: 'above', raiseAt: 3, clearAt: 2 } as const;
const CONDITIONS = [
  { kind: 'threshold', indicator: 'level', ...level, forSeconds: 0 },
  {
    kind: 'threshold',
    indicator: 'level',
    ...level,
    forSeconds: 20,
    levels: [{ severity: 'orange', raiseAt: 5 }],
  },
  { kind: 'rateOfChange', indicator: 'level', direction: 'rise', windowSeconds: 60, raiseAt: 3, clearAt: 1 },
  { kind: 'noData', indicator: null, afterSeconds: 30 },
  { kind: 'noData', indicator: 'rain', afterSeconds: 50 },
  { kind: 'stuck', indicator: 'level', forSeconds: 30, tolerance: 0 },
  {
    kind: 'composite',
    mode: 'all',
    parts: [
      { indicator: 'level', ...level },
      { indicator: 'rain', ...level },
    ],
    withinSeconds: 30,
    forSeconds: 5,
  },
  {
    kind: 'spatial',
    indicator: 'level',
    scope: 'grid',
    ...level,
    minDevices: 2,
    minShare: 0.5,
    withinSeconds: 40,
  },
  { kind: 'detection', type: 'smokeFire', minConfidence: 0.5, minCount: 2, windowSeconds: 30 },
  ...[1, 2].map((minCount) => ({
    ...{ kind: 'detection', type: 'smokeFire', minConfidence: 0.3, minCount, windowSeconds: 25 },
    eachTrack: true,
  })),
] as AlarmCondition[];
const EXTRAS: readonly Partial<AlarmRule>[] = [
  {},
  { flapping: { count: 2, windowSeconds: 200, calmSeconds: 20 } },
  { autoClearAfterSeconds: 40, escalation: [{ afterSeconds: 25, severity: 'red' }] },
  { schedule: [{ days: [7], from: '16:01', to: '16:05' }] },
];
const RULES = CONDITIONS.map((condition, n) =>
  storyRule(condition, { ruleId: `rule-${n}`, ...EXTRAS[n % EXTRAS.length] }),
);
const DEVICES = ['a', 'b', 'c'];

const BEGIN: readonly RecordedInput[] = [
  storyEvent(0, {
    type: 'AlarmPolicyPublished',
    data: {
      policyVersion: 1,
      storm: { count: 6, windowSeconds: 100, calmSeconds: 60, exemptFrom: 'red' },
      source: 'test',
    },
  }),
  ...DEVICES.map((deviceId) => registered(storyDevice(deviceId))),
  ...RULES.map((rule) => published(rule)),
];

/** What may happen in a second, in seconds after what happened before. */
const happening = fc.record({
  after: fc.integer({ min: 0, max: 15 }),
  device: fc.constantFrom(...DEVICES),
  level: fc.integer({ min: 0, max: 7 }),
  rain: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  what: fc.constantFrom(
    'reading',
    'reading',
    'reading',
    'reading',
    'detection',
    'silence',
    'republish',
    'retire',
  ),
  which: fc.nat(RULES.length - 1),
  tick: fc.boolean(),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** The log that comes of it: with the times that a watch would have written, judged by an engine of its own. */
const logOf = (happenings: readonly Happening[]): RecordedInput[] => {
  const core = createAlarmEngineCore();
  const log: RecordedInput[] = [];
  const write = (event: RecordedInput) => {
    log.push(event);
    core.apply(event);
  };
  for (const event of BEGIN) write(event);
  let second = 0;
  for (const { after, device, level: value, rain, what, which, tick } of happenings) {
    second += after;
    const now = Date.parse('2026-03-01T08:00:00.000Z') + second * 1000;
    if (tick && core.isDue(now)) write(time(second));
    if (what === 'reading')
      write(reading(second, device, { level: value, ...(rain !== undefined && { rain }) }));
    else if (what === 'detection')
      write(detection(second, device, value / 7, rain === undefined ? {} : { track: `t${rain % 3}` }));
    else if (what === 'silence')
      write(silenced(second, second + value * 5, { deviceId: device }, `s${second}`));
    else if (what === 'republish') write(published({ ...RULES[which]!, ruleVersion: second + 2 }, second));
    else if (value === 0)
      write(storyEvent(second, { type: 'DeviceRetired', data: { deviceId: device, reason: '' } }));
  }
  return log;
};
const logs = fc.array(happening, { minLength: 20, maxLength: 120 }).map(logOf);
const said = (emissions: readonly Emission[]) => emissions.map(({ id, event }) => ({ id, ...event }));

describe('for any log', () => {
  it('an engine continued from its stored memory gives the same results and the same memory', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(), { maxLength: 4 }), (log, cuts) => {
        const whole = createAlarmEngineCore();
        const expected = said(play(log, whole));
        const stored = createStoredMemory();
        let core = createAlarmEngineCore();
        const places = [...new Set(cuts.map((cut) => cut % log.length))].sort((a, b) => a - b);
        const found: ReturnType<typeof said> = [];
        let from = 0;
        for (const to of [...places, log.length]) {
          found.push(...said(play(log.slice(from, to), core)));
          stored.save(core);
          core = createAlarmEngineCore(stored.rows());
          from = to;
        }
        expect(found).toEqual(expected);
        const kept = createStoredMemory();
        kept.save(whole);
        expect(stored.rows()).toEqual(kept.rows());
      }),
    );
  });

  it('an alarm is raised once, becomes only more serious, and is cleared once', () => {
    const rank = ['blue', 'yellow', 'orange', 'red'];
    fc.assert(
      fc.property(logs, (log) => {
        const severities = new Map<string, number>();
        const cleared = new Set<string>();
        for (const { event } of play(log)) {
          if (event.type === 'AlarmStormBegan' || event.type === 'AlarmStormEnded') continue;
          const { alarmId } = event.data;
          expect(cleared.has(alarmId)).toBe(false);
          if (event.type === 'AlarmRaised') {
            expect(severities.has(alarmId)).toBe(false);
            severities.set(alarmId, rank.indexOf(event.data.severity));
          } else if (event.type === 'AlarmEscalated') {
            expect(rank.indexOf(event.data.severity)).toBeGreaterThan(severities.get(alarmId)!);
            severities.set(alarmId, rank.indexOf(event.data.severity));
          } else {
            expect(severities.has(alarmId)).toBe(true);
            cleared.add(alarmId);
          }
        }
      }),
    );
  });

  it('at most one alarm of a rule is active for a device, a track if it separates them, or a grid', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const active = new Map<string, string>();
        for (const { event } of play(log)) {
          if (event.type === 'AlarmRaised') {
            const { ruleId, deviceId, alarmId, deviceIds, track } = event.data;
            const { condition } = RULES.find((rule) => rule.ruleId === ruleId)!;
            const ofTrack = condition.kind === 'detection' && condition.eachTrack === true ? track : '';
            const about = `${ruleId} ${deviceIds === undefined ? deviceId : 'grid'} ${ofTrack}`;
            expect([...active.values()]).not.toContain(about);
            active.set(alarmId, about);
          } else if (event.type === 'AlarmCleared') active.delete(event.data.alarmId);
        }
      }),
    );
  });

  it('time does nothing when nothing is due, and nothing is due after time has passed', () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 0, max: 400 }), (log, later) => {
        const core = createAlarmEngineCore();
        play(log, core);
        const last = log.at(-1)!;
        const second = (Date.parse(last.recordedAt) - Date.parse('2026-03-01T08:00:00.000Z')) / 1000 + later;
        const now = Date.parse('2026-03-01T08:00:00.000Z') + second * 1000;
        const wasDue = core.isDue(now);
        const emissions = play([time(second)], core);
        if (!wasDue) expect(emissions).toEqual([]);
        expect(core.isDue(now)).toBe(false);
      }),
    );
  });
});
