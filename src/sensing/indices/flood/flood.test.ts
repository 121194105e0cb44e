import { describe, expect, it } from 'vitest';
import { readVectors, shippedTable } from '../../../testing/index-vectors.ts';
import { floodGrade, floodSignalByReturnYears, lowWaterSignalByInflow } from './grade.ts';
import { floodLimitOn, linesOn, type StationLines, stationLinesSchema } from './station-lines.ts';

const table = shippedTable('waterWarning');
const LINES: StationLines = stationLinesSchema.parse({
  validFrom: '2026-01-01',
  datum: '1985-national',
  watch: 9,
  warning: 10,
  guarantee: 12,
  historicalMax: 13.5,
  lowWater: { blue: 2.2, warning: 2, seasonMin: 1.5, historicalMin: 1 },
  floodLimits: [
    { from: '06-16', until: '09-30', level: 8, season: 'main' },
    { from: '12-01', until: '02-28', level: 11, season: 'winter' },
  ],
  source: 'test',
});
const grade = (level: number, before = {}, lines = LINES) => {
  const answer = floodGrade(table, lines, { level, datum: '1985-national', onDay: '2026-07-01' }, before);
  if (!answer.ok) throw new Error(answer.reason);
  return answer.grade;
};

describe('flood and low water', () => {
  interface Input {
    readonly stage: number;
    readonly warningLevel: number;
    readonly guaranteeLevel: number;
    readonly historicalMax: number;
    readonly blueLine: number;
  }
  it.each(readVectors<Input, { signal: string | null }>('flood-warning'))('$id', ({ input, expected }) => {
    const lines = {
      ...LINES,
      warning: input.warningLevel,
      guarantee: input.guaranteeLevel,
      historicalMax: input.historicalMax,
      blue: input.blueLine,
    };
    expect(grade(input.stage, {}, lines).signal).toBe(expected.signal);
  });

  it('takes 0.3 m below the warning level as "near" unless the station defines otherwise', () => {
    expect(grade(9.69).signal).toBeNull();
    expect(grade(9.7)).toMatchObject({ signal: 'blue', reached: { line: 'blue', level: 9.7 }, watch: true });
    expect(grade(9.7, {}, { ...LINES, blue: 9.8 }).signal).toBeNull();
  });

  it('keeps a signal until the level is well past its line', () => {
    expect(grade(9.95, { flood: 'yellow' }).signal).toBe('yellow');
    expect(grade(9.95).signal).toBe('blue');
    expect(grade(9.89, { flood: 'yellow' }).signal).toBe('blue');
    expect(grade(12, { flood: 'yellow' }).signal).toBe('orange');
    expect(grade(2.05, { lowWater: 'yellow' }).lowWater.signal).toBe('yellow');
  });

  it('grades low water', () => {
    expect([2.3, 2.2, 2, 1.5, 1].map((level) => grade(level).lowWater.signal)).toEqual([
      null,
      'blue',
      'yellow',
      'orange',
      'red',
    ]);
  });

  it('knows the flood-limit level of the season', () => {
    expect(grade(8.25).floodLimit).toEqual({ level: 8, season: 'main', above: 0.25 });
    expect(grade(8).floodLimit?.above).toBeNull();
    expect(floodLimitOn(LINES, '2026-10-01')).toBeUndefined();
    expect(floodLimitOn(LINES, '2026-12-31')?.season).toBe('winter');
    expect(floodLimitOn(LINES, '2027-02-28')?.season).toBe('winter');
  });

  it('refuses a level in another datum', () => {
    expect(floodGrade(table, LINES, { level: 9, datum: 'local', onDay: '2026-07-01' })).toEqual({
      ok: false,
      reason: 'datumMismatch',
    });
  });

  it('takes the lines of the day', () => {
    const later = { ...LINES, validFrom: '2026-06-01', warning: 11 };
    expect(linesOn([later, LINES], '2026-05-31')).toBe(LINES);
    expect(linesOn([later, LINES], '2026-06-01')).toBe(later);
    expect(linesOn([later, LINES], '2025-12-31')).toBeUndefined();
  });

  it('refuses lines that do not increase', () => {
    const wrong = stationLinesSchema.safeParse({ ...LINES, guarantee: 9.5 });
    expect(wrong.success).toBe(false);
  });

  it.each(['2026-02-30', '8789-17-75', '2026-1-1', ''])(
    'refuses lines from a day that there is not: %s',
    (validFrom) => {
      expect(stationLinesSchema.safeParse({ ...LINES, validFrom }).success).toBe(false);
    },
  );

  it('grades by return period and by inflow', () => {
    expect([4, 5, 20, 50].map((years) => floodSignalByReturnYears(table, years))).toEqual([
      null,
      'yellow',
      'orange',
      'red',
    ]);
    expect([39, 40, 60, 75, 90].map((percent) => lowWaterSignalByInflow(table, percent))).toEqual([
      null,
      'blue',
      'yellow',
      'orange',
      'red',
    ]);
  });
});
