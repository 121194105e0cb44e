import { describe, expect, it } from 'vitest';
import { readRiverRecord } from '../../../../simulators/recorded.ts';
import { readVectors } from '../../../testing/index-vectors.ts';
import { flowAt, flowFromTable } from './curve.ts';
import { fitErrorOf, fitRatingCurve, type Gauging } from './fit.ts';
import { routeFlow, routingCoefficients } from './muskingum.ts';

const record: Gauging[] = readRiverRecord().flatMap(({ river }) =>
  river.level === undefined || river.flow === undefined ? [] : [{ level: river.level, flow: river.flow }],
);
const fitted = (points: readonly Gauging[], breaks: readonly number[] = []) => {
  const fit = fitRatingCurve(points, breaks);
  if (!fit.ok) throw new Error(fit.reason);
  return fit;
};

describe('a rating curve', () => {
  it('recovers the parameters from which the points were made', () => {
    const points = Array.from({ length: 60 }, (_, n) => {
      const level = 1 + n * 0.05;
      return { level, flow: 18.5 * (level - 0.62) ** 1.83 };
    });
    const { curve, error } = fitted(points);
    expect(curve.segments).toHaveLength(1);
    const [{ a, b, h0 } = { a: 0, b: 0, h0: 0 }] = curve.segments;
    expect(a).toBeCloseTo(18.5, 3);
    expect(b).toBeCloseTo(1.83, 4);
    expect(h0).toBeCloseTo(0.62, 4);
    expect(error.worstPercent).toBeLessThan(1e-3);
  });

  it('of the USGS record 01037000 shows its error, in one piece and in two', () => {
    const round = (value: number) => Math.round(value * 1000) / 1000;
    const shown = (breaks: readonly number[]) => {
      const { curve, error } = fitted(record, breaks);
      return {
        segments: curve.segments.map(({ from, to, a, b, h0 }) => [from, to, a, b, h0].map(round)),
        error: Object.fromEntries(Object.entries(error).map(([name, value]) => [name, round(value)])),
      };
    };
    expect(shown([])).toMatchInlineSnapshot(`
      {
        "error": {
          "count": 8696,
          "jumpPercent": 0,
          "meanPercent": 0.047,
          "rmse": 0.148,
          "standardPercent": 3.077,
          "worstPercent": 7.599,
        },
        "segments": [
          [
            0.817,
            2.798,
            22.511,
            1.888,
            0.739,
          ],
        ],
      }
    `);
    expect(shown([1.3])).toMatchInlineSnapshot(`
      {
        "error": {
          "count": 8696,
          "jumpPercent": 4.74,
          "meanPercent": 0.035,
          "rmse": 0.128,
          "standardPercent": 2.646,
          "worstPercent": 7.984,
        },
        "segments": [
          [
            0.817,
            1.3,
            20.948,
            1.778,
            0.749,
          ],
          [
            1.3,
            2.798,
            25.994,
            1.73,
            0.809,
          ],
        ],
      }
    `);
  });

  it('fitted on one summer works for the next', () => {
    const half = Math.floor(record.length / 2);
    const { curve } = fitted(record.slice(0, half), [1.3]);
    const next = record.slice(half).filter(({ level }) => !flowAt(curve, level).extrapolated);
    const error = fitErrorOf(curve, next);
    expect(error.count).toBeGreaterThan(4000);
    expect(error.standardPercent).toBeLessThan(5);
  });

  it('marks where it extrapolates', () => {
    const { curve } = fitted(record);
    expect(flowAt(curve, 1.5).extrapolated).toBe(false);
    expect(flowAt(curve, 5).extrapolated).toBe(true);
    expect(flowAt(curve, 0.1)).toEqual({ flow: 0, extrapolated: true });
  });

  it('is not fitted to too few points', () => {
    expect(fitRatingCurve(record.slice(0, 9))).toEqual({ ok: false, reason: 'tooFewPoints' });
    const highest = Math.max(...record.map(({ level }) => level));
    expect(fitRatingCurve(record, [highest - 0.001]).ok).toBe(false);
  });

  it('given as points is linear between them', () => {
    const points = [
      { level: 1, flow: 10 },
      { level: 2, flow: 30 },
    ];
    expect(flowFromTable(points, 1)).toEqual({ flow: 10, extrapolated: false });
    expect(flowFromTable(points, 1.25)).toEqual({ flow: 15, extrapolated: false });
    expect(flowFromTable(points, 0.9)).toEqual({ flow: 10, extrapolated: true });
    expect(flowFromTable(points, 2.1)).toEqual({ flow: 30, extrapolated: true });
  });
});

describe('Muskingum routing', () => {
  interface Input {
    readonly K_days: number;
    readonly x: number;
    readonly dt_days: number;
    readonly inflow: readonly number[];
    readonly outflow0: number;
  }
  interface Expected {
    readonly C0: number;
    readonly C1: number;
    readonly C2: number;
    readonly outflow: readonly number[];
    readonly outflowExact: readonly number[];
    readonly tolerance: number;
  }
  it.each(readVectors<Input, Expected>('muskingum'))('$id', ({ input, expected }) => {
    const reach = { travel: input.K_days, weight: input.x, step: input.dt_days };
    const { c0, c1, c2, stable } = routingCoefficients(reach);
    expect([c0, c1, c2].map((value) => Number(value.toFixed(4)))).toEqual([
      expected.C0,
      expected.C1,
      expected.C2,
    ]);
    expect(stable).toBe(true);
    const outflow = routeFlow(reach, input.inflow, input.outflow0);
    for (const [n, flow] of outflow.entries()) {
      expect(flow).toBeCloseTo(expected.outflowExact[n]!, 2);
      expect(Math.abs(flow - expected.outflow[n]!)).toBeLessThanOrEqual(expected.tolerance);
    }
  });
});
