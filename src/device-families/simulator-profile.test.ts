import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProfiledFamilies } from '../../simulators/profile-files.ts';
import {
  createProfileSource,
  messagesPerReport,
  type ProfileReport,
  seedOf,
} from '../../simulators/profile-source.ts';
import { readShippedFamilies } from '../shipped-data/shipped-families.ts';
import {
  type ModelProfile,
  modelProfileSchema,
  profileProblems,
  type SimulatorProfileInput,
  simulatorProfileSchema,
} from './simulator-profile.ts';

/** 08:00 in Beijing. */
const START = Date.parse('2026-03-01T00:00:00.000Z');
const HOUR_MS = 3_600_000;

const model = (change: Record<string, unknown>): ModelProfile =>
  modelProfileSchema.parse({ modelId: 'gas-detector', intervalSeconds: 60, ...change });
const play = (profile: ModelProfile, count: number, seed = 1, everyMs = 60_000): ProfileReport[] => {
  const next = createProfileSource(profile, seed);
  return Array.from({ length: count }, (_, n) => next(START + n * everyMs));
};

describe('profile source', () => {
  it('gives the same reports for the same seed and different ones for another', () => {
    const profile = model({
      indicators: {
        methane: { kind: 'randomWalk', min: 0, max: 5, step: 0.5 },
        battery: { kind: 'constant', value: 3.6, noise: 0.1 },
        temperature: { kind: 'dailyWave', mean: 10, swing: 5, noise: 1 },
      },
      detections: [{ type: 'leak', rate: 0.3 }],
      events: [{ name: 'leak', probability: 0.1, durationSeconds: 120, effects: { methane: { to: 25 } } }],
    });
    expect(play(profile, 200, 7)).toEqual(play(profile, 200, 7));
    expect(play(profile, 200, 7)).not.toEqual(play(profile, 200, 8));
  });

  it('a daily wave is highest at its hour in Beijing and lowest twelve hours later', () => {
    const profile = model({
      indicators: { load: { kind: 'dailyWave', mean: 100, swing: 40, peakHour: 20 } },
    });
    const hours = play(profile, 24, 1, HOUR_MS).map(({ values }) => values.load!);
    // The first hour is 8 o'clock.
    expect(hours.indexOf(Math.max(...hours))).toBe(12);
    expect(Math.max(...hours)).toBe(140);
    expect(Math.min(...hours)).toBe(60);
    expect(hours.indexOf(60)).toBe(0);
  });

  it('a counter counts up at its pace', () => {
    const profile = model({ indicators: { energy: { kind: 'counter', start: 1000, perHour: 30 } } });
    expect(play(profile, 3, 1, HOUR_MS).map(({ values }) => values.energy)).toEqual([1000, 1030, 1060]);
  });

  it('a random walk stays within its limits and takes no longer steps than it may', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.integer({ min: -50, max: 50 }),
        (seed, step, min) => {
          const profile = model({
            indicators: { level: { kind: 'randomWalk', min, max: min + 20, step, decimals: 6 } },
          });
          const levels = play(profile, 50, seed).map(({ values }) => values.level!);
          for (const [n, level] of levels.entries()) {
            expect(level).toBeGreaterThanOrEqual(min - 1e-6);
            expect(level).toBeLessThanOrEqual(min + 20 + 1e-6);
            if (n > 0) expect(Math.abs(level - levels[n - 1]!)).toBeLessThanOrEqual(step + 2e-6);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('an event ramps up, holds, is seen at its full strength, and ramps down', () => {
    const profile = model({
      indicators: { methane: { kind: 'constant', value: 1 } },
      events: [
        {
          name: 'leak',
          probability: 1,
          rampSeconds: 120,
          durationSeconds: 60,
          effects: { methane: { to: 21 } },
          detections: [{ type: 'gasLeak', confidence: { min: 0.9, max: 0.9 } }],
        },
      ],
    });
    const reports = play(profile, 6);
    expect(reports.map(({ values }) => values.methane)).toEqual([1, 11, 21, 21, 11, 1]);
    expect(reports.map(({ detections }) => detections.length)).toEqual([0, 0, 1, 1, 0, 0]);
    expect(reports[2]!.detections).toEqual([{ type: 'gasLeak', confidence: 0.9 }]);
    expect(new Set(reports.map(({ event }) => event))).toEqual(new Set(['leak']));
  });

  it('effects add, multiply, and stop at the physical limits', () => {
    const of = (effect: object, limits = {}) =>
      play(
        model({
          indicators: { level: { kind: 'constant', value: 4, limits } },
          events: [{ name: 'flood', probability: 1, durationSeconds: 60, effects: { level: effect } }],
        }),
        1,
      )[0]!.values.level;
    expect(of({ add: 3 })).toBe(7);
    expect(of({ times: 2.5 })).toBe(10);
    expect(of({ add: -9 }, { min: 0 })).toBe(0);
    expect(of({ times: 9 }, { max: 20 })).toBe(20);
  });

  it('detections come at their rate, with a confidence in its range', () => {
    const profile = model({
      detections: [{ type: 'smokeFire', rate: 0.25, confidence: { min: 0.7, max: 0.9 } }],
    });
    const detections = play(profile, 4000).flatMap((report) => report.detections);
    expect(detections.length / 4000).toBeCloseTo(messagesPerReport(profile), 1);
    for (const { confidence } of detections) {
      expect(confidence).toBeGreaterThanOrEqual(0.7);
      expect(confidence).toBeLessThanOrEqual(0.9);
    }
  });

  it('each device of a run has its own seed', () => {
    const seeds = new Set(Array.from({ length: 10_000 }, (_, n) => seedOf(1, `device-${n}`)));
    expect(seeds.size).toBe(10_000);
    expect(seedOf(1, 'device-1')).not.toBe(seedOf(2, 'device-1'));
  });
});

describe('simulator profile', () => {
  const profile = {
    models: [
      {
        modelId: 'gas-detector',
        intervalSeconds: 60,
        indicators: { methane: { kind: 'constant', value: 1 } },
        events: [{ name: 'leak', probability: 0.1, durationSeconds: 60, effects: { methane: { to: 25 } } }],
      },
    ],
  } as const satisfies SimulatorProfileInput;

  it('is refused if an event does nothing, a walk has no range, or a probability is invalid', () => {
    const parse = (change: object) =>
      simulatorProfileSchema.safeParse({ models: [{ ...profile.models[0], ...change }] }).success;
    expect(parse({})).toBe(true);
    expect(parse({ events: [{ name: 'leak', probability: 0.1, durationSeconds: 60 }] })).toBe(false);
    expect(parse({ indicators: { a: { kind: 'randomWalk', min: 3, max: 3, step: 1 } } })).toBe(false);
    expect(parse({ detections: [{ type: 'a', rate: 1.5 }] })).toBe(false);
    expect(parse({ intervalSeconds: 0 })).toBe(false);
  });

  it('is checked for what its models do not have', () => {
    const known = [{ modelId: 'gas-detector', indicators: [{ code: 'methane' }], detections: [] }];
    const problems = (change: object) =>
      profileProblems(simulatorProfileSchema.parse({ models: [{ ...profile.models[0], ...change }] }), known);
    expect(problems({})).toEqual([]);
    expect(problems({ modelId: 'gas-meter' })).toEqual(['there is no model gas-meter']);
    expect(problems({ detections: [{ type: 'leak', rate: 0.1 }] })).toEqual([
      'gas-detector has no detection leak',
    ]);
    expect(problems({ indicators: { butane: { kind: 'constant', value: 1 } } })).toEqual([
      'gas-detector has no indicator butane',
      'an event of gas-detector changes methane, which has no generator',
    ]);
  });

  it('of every shipped family matches its models, and stays within their measuring ranges while nothing happens', () => {
    const families = readProfiledFamilies();
    expect(families.map(({ family }) => family)).toEqual(
      expect.arrayContaining(['environmental', 'hydrological', 'video-analytics']),
    );
    for (const { family, models } of readShippedFamilies()) {
      const found = families.find((each) => each.family === family);
      if (found === undefined) continue;
      expect(profileProblems(found.profile, models)).toEqual([]);
      for (const profiled of found.profile.models) {
        const { indicators } = models.find(({ modelId }) => modelId === profiled.modelId)!;
        for (const { values } of play({ ...profiled, events: [] }, 300)) {
          for (const { code, min, max } of indicators) {
            expect(values[code] ?? min).toBeGreaterThanOrEqual(min);
            expect(values[code] ?? max).toBeLessThanOrEqual(max);
          }
        }
      }
    }
  });
});
