import { describe, expect, it } from 'vitest';
import { generateCityDay, REPORTS, TEST_SEED, TRAIN_SEEDS } from './city-day.ts';

describe('the generated city day', () => {
  const day = generateCityDay(TRAIN_SEEDS[0]);

  it('is the same for the same seed and different for another', () => {
    expect(generateCityDay(TRAIN_SEEDS[0])).toEqual(day);
    expect(generateCityDay(TRAIN_SEEDS[1])).not.toEqual(day);
    expect(TRAIN_SEEDS).not.toContain(TEST_SEED);
  });

  it('has 5,000 reports in order of time, of which a good quarter repeat an incident that was reported before', () => {
    expect(day).toHaveLength(REPORTS);
    expect(day.every(({ at }, n) => n === 0 || day[n - 1]!.at <= at)).toBe(true);
    const incidents = new Set(day.map(({ incidentId }) => incidentId)).size;
    expect(incidents / REPORTS).toBeGreaterThan(0.6);
    expect(incidents / REPORTS).toBeLessThan(0.8);
    const sizes = new Map<string, number>();
    for (const { incidentId } of day) sizes.set(incidentId, (sizes.get(incidentId) ?? 0) + 1);
    expect(Math.max(...sizes.values())).toBeGreaterThanOrEqual(8);
  });

  it('is difficult: other matters, other words, far points, neighbours of the same kind', () => {
    const firsts = new Map<string, (typeof day)[number]>();
    const pairs = day.flatMap((report) => {
      const first = firsts.get(report.incidentId);
      if (first === undefined) firsts.set(report.incidentId, report);
      return first === undefined ? [] : [[first, report] as const];
    });
    const share = (test: (pair: (typeof pairs)[number]) => boolean) =>
      pairs.filter(test).length / pairs.length;
    expect(share(([a, b]) => a.matterCode !== b.matterCode)).toBeGreaterThan(0.3);
    const metres = ([a, b]: (typeof pairs)[number]) =>
      Math.hypot((a.lon - b.lon) * 87_900, (a.lat - b.lat) * 111_320);
    expect(share((pair) => metres(pair) > 50)).toBeGreaterThan(0.2);
    expect(share(([a, b]) => a.description === b.description)).toBeLessThan(0.03);
    expect(day.filter(({ incidentId }) => incidentId.endsWith('-twin')).length).toBeGreaterThan(100);
    expect(day.filter(({ incidentId }) => incidentId.endsWith('-again')).length).toBeGreaterThan(100);
  });
});
