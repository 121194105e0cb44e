import { describe, expect, it } from 'vitest';
import { readVectors, shippedTable } from '../../../testing/index-vectors.ts';
import { dayNightLevel, equivalentLevel, exceededLevel, type NoiseSample, reportedLevel } from './levels.ts';
import { dayAndNightLevels, judgeNoise, type NoisePeriod, noisePeriodOf } from './zones.ts';

const table = shippedTable('noise', 'GB 3096-2008');

interface LevelsInput {
  readonly levels: readonly NoiseSample[];
}
interface ZoneInput {
  readonly zone: string;
  readonly period: NoisePeriod;
  readonly Leq: number;
  readonly Lmax: number | null;
}
const vectors = readVectors<LevelsInput | ZoneInput, Record<string, number | boolean>>('noise');

describe('noise', () => {
  it.each(vectors)('$id', ({ input, expected }) => {
    if ('levels' in input) {
      const leq = equivalentLevel(input.levels)!;
      expect(leq).toBeCloseTo(expected.Leq as number, 2);
      expect(reportedLevel(leq)).toBe(expected.report1dp);
    } else {
      expect(judgeNoise(table, input.zone, input.period, input.Leq, input.Lmax)).toMatchObject(expected);
    }
  });

  it('gives no level without time, and no limit without zone', () => {
    expect(equivalentLevel([])).toBeUndefined();
    expect(exceededLevel([], 10)).toBeUndefined();
    expect(judgeNoise(table, '9', 'day', 50)).toBeUndefined();
    expect(judgeNoise(table, '1', 'day', 50, 90)).not.toHaveProperty('lmaxLimit');
  });

  it('distinguishes frequent from occasional noise at a boundary', () => {
    const boundary = shippedTable('noise', 'GB 12348-2008');
    expect(judgeNoise(boundary, '1', 'night', 44, 56, 'frequent')).toMatchObject({ lmaxMeets: false });
    expect(judgeNoise(boundary, '1', 'night', 44, 56, 'occasional')).toMatchObject({ lmaxMeets: true });
  });

  it('gives the levels that are exceeded, and the day-night level', () => {
    const samples = Array.from({ length: 100 }, (_, n) => ({ dB: 41 + n / 10, seconds: 1 }));
    expect(exceededLevel(samples, 10)).toBeCloseTo(50, 9);
    expect(exceededLevel(samples, 90)).toBeCloseTo(42, 9);
    expect(dayNightLevel(50, 40)).toBeCloseTo(50, 9);
  });

  it.each([
    ['2026-03-01T05:59:59+08:00', 'night', '2026-02-28'],
    ['2026-03-01T06:00:00+08:00', 'day', '2026-03-01'],
    ['2026-03-01T21:59:59+08:00', 'day', '2026-03-01'],
    ['2026-03-01T22:00:00+08:00', 'night', '2026-03-01'],
    ['2026-03-02T00:30:00+08:00', 'night', '2026-03-01'],
  ])('%s is %s of %s', (time, period, date) => {
    expect(noisePeriodOf(table, Date.parse(time))).toEqual({ period, date });
    const byEnd = { ...table, definition: { ...table.definition, nightBelongsTo: 'end' as const } };
    const next = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    expect(noisePeriodOf(byEnd, Date.parse(time))).toEqual({ period, date: period === 'day' ? date : next });
  });

  it('combines the hours of a day and of a night by energy', () => {
    const at = (hour: number, dB: number) => ({
      epochMs: Date.parse('2026-03-01T00:00:00+08:00') + hour * 3_600_000,
      dB,
      seconds: 3600,
    });
    const levels = dayAndNightLevels(table, [at(8, 60), at(9, 50), at(23, 45), at(25, 45)]);
    expect([...levels.keys()]).toEqual(['2026-03-01']);
    expect(levels.get('2026-03-01')!.day).toBeCloseTo(10 * Math.log10((1e6 + 1e5) / 2), 9);
    expect(levels.get('2026-03-01')!.night).toBeCloseTo(45, 9);
  });
});
