import { describe, expect, it } from 'vitest';
import { hoursWithin, runsOf, type Sample, ticksOf } from './series.ts';

const at = (minute: number): Sample => ({ at: minute * 60_000, value: minute, doubtful: false });

describe('runs of a curve', () => {
  it('end where nothing came for longer than a gap', () => {
    const runs = runsOf([at(0), at(1), at(2), at(9), at(10)], 3 * 60_000);
    expect(runs.map((run) => run.map(({ value }) => value))).toEqual([
      [0, 1, 2],
      [9, 10],
    ]);
  });

  it('are none of nothing', () => {
    expect(runsOf([], 1)).toEqual([]);
  });
});

describe('ticks of an axis', () => {
  it.each([
    [0, 250, 5, [0, 100, 200, 300]],
    [0.11, 0.29, 5, [0.1, 0.2, 0.3]],
    [-12, 7, 5, [-20, -10, 0, 10]],
  ])('from %d to %d', (lowest, highest, most, ticks) => {
    expect(ticksOf(lowest, highest, most)).toEqual(ticks);
  });

  it('are two around a single value', () => {
    const ticks = ticksOf(38, 38, 5);
    expect(ticks[0]).toBeLessThanOrEqual(38);
    expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(38);
    expect(ticks.length).toBeGreaterThan(1);
  });
});

it('finds the full hours of the city, whatever the browser’s zone', () => {
  const hours = hoursWithin(Date.parse('2026-03-14T02:05:00Z'), Date.parse('2026-03-14T16:00:00Z'), 6);
  expect(hours.map((hour) => new Date(hour).toISOString())).toEqual([
    '2026-03-14T04:00:00.000Z',
    '2026-03-14T10:00:00.000Z',
    '2026-03-14T16:00:00.000Z',
  ]);
});
