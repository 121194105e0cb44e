import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IndicatorChecks, QualityFlag } from '../events.ts';
import { judgeValue, type SeriesState } from './series-checks.ts';

const MINUTE = 60_000;
const LATE = 15 * MINUTE;
const ALL: IndicatorChecks = {
  maxChangePerMinute: 10,
  maxDistance: 50,
  stuckAfterSeconds: 600,
  stuckExcept: [0],
  maxGapIntervals: 60,
};

/** Received at the time of observation. */
const valueAt = (minute: number, value: number) => ({ at: minute * MINUTE, seen: minute * MINUTE, value });

/** Flags of a series, one value a minute unless a time (in minutes) is given with it. */
const flagsOf = (
  checks: IndicatorChecks,
  values: readonly (number | readonly [minute: number, value: number])[],
) => {
  let state: SeriesState | undefined;
  return values.map((given, n) => {
    const [minute, value] = typeof given === 'number' ? [n, given] : given;
    const judged = judgeValue(checks, state, valueAt(minute, value), { intervalSeconds: 60, lateMs: LATE });
    state = judged.state;
    return (judged.flags ?? []).join();
  });
};

describe('checks of a series', () => {
  it('flag values that change too fast, and continue from the last trusted value', () => {
    const checks = { maxChangePerMinute: 10 };
    expect(flagsOf(checks, [20, 30, 40.1, 41, 41])).toEqual(['', '', 'rateOfChange', '', '']);
    // Within less than a minute the change of a whole minute is allowed; over five minutes five times that.
    expect(
      flagsOf(checks, [
        [0, 20],
        [0.1, 30],
        [5.1, 80],
        [5.2, 91],
      ]),
    ).toEqual(['', '', '', 'rateOfChange']);
  });

  it('flag a spike, and accept a new level once three values agree', () => {
    const checks = { maxDistance: 50 };
    expect(flagsOf(checks, [10, 500])).toEqual(['', '']);
    expect(flagsOf(checks, [10, 11, 12, 500, 12, 11])).toEqual(['', '', '', 'spike', '', '']);
    expect(flagsOf(checks, [10, 11, 12, 500, 510, 505, 508, 12])).toEqual([
      '',
      '',
      '',
      'spike',
      'spike',
      '',
      '',
      '',
    ]);
    // Values that do not agree with each other are not a new level.
    expect(flagsOf(checks, [10, 11, 12, 500, -400, 500, -400])).toEqual([
      '',
      '',
      '',
      'spike',
      'spike',
      'spike',
      'spike',
    ]);
  });

  it('flag values that no longer change, except those for which that is normal', () => {
    const checks = { stuckAfterSeconds: 180, stuckExcept: [0] };
    expect(flagsOf(checks, [5, 7, 7, 7, 7, 7, 8])).toEqual(['', '', '', '', 'stuck', 'stuck', '']);
    expect(flagsOf(checks, [0, 0, 0, 0, 0])).toEqual(['', '', '', '', '']);
    // Two values far apart in time are too few to tell.
    expect(
      flagsOf(checks, [
        [0, 7],
        [60, 7],
        [61, 7],
      ]),
    ).toEqual(['', '', 'stuck']);
  });

  it('note a silence, and start again after it', () => {
    expect(
      flagsOf(ALL, [
        [0, 10],
        [60, 11],
        [120.1, 400],
        [121, 405],
      ]),
    ).toEqual(['', '', 'afterGap', '']);
  });

  it('treat a value older than the last one as historical, and assess a repeat as before', () => {
    expect(
      flagsOf(ALL, [
        [5, 10],
        [6, 200],
        [6, 200],
        [4, 999],
        [6, 10],
      ]),
    ).toEqual(['', 'rateOfChange', 'rateOfChange', 'historical', '']);
  });

  it('give the same result whether the state was kept, stored or rebuilt from the beginning', () => {
    const values = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom(0, 1, 10, 12, 60, 500, 505)),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(values, (steps) => {
        let minute = 0;
        let kept: SeriesState | undefined;
        let written: SeriesState | undefined;
        const flags: (readonly QualityFlag[] | undefined)[] = [];
        const judgeAll = (count: number) => {
          let state: SeriesState | undefined;
          let at = 0;
          let last: readonly QualityFlag[] | undefined;
          for (const [step, value] of steps.slice(0, count)) {
            at += step - 3;
            ({ state, flags: last } = judgeValue(ALL, state, valueAt(at, value), { lateMs: LATE }));
          }
          return last;
        };
        for (const [n, [step, value]] of steps.entries()) {
          minute += step - 3;
          const fromMemory = judgeValue(ALL, kept, valueAt(minute, value), { lateMs: LATE });
          const fromText = judgeValue(ALL, written, valueAt(minute, value), { lateMs: LATE });
          expect(fromText.flags).toEqual(fromMemory.flags);
          expect(judgeAll(n + 1)).toEqual(fromMemory.flags);
          kept = fromMemory.state;
          written = JSON.parse(JSON.stringify(fromText.state));
          expect(kept.known).toBeLessThanOrEqual(5);
          flags.push(fromMemory.flags);
        }
      }),
      { numRuns: 60 },
    );
  });
});
