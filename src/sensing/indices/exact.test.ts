import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  ceiling,
  compare,
  divide,
  exact,
  multiply,
  roundedHalfEven,
  subtract,
  toNumber,
} from './exact.ts';

describe('exact fractions', () => {
  it('represent a number as the decimal that is written', () => {
    expect(exact(0.1)).toEqual({ numerator: 1n, denominator: 10n });
    expect(exact(-2.5e-7)).toEqual({ numerator: -1n, denominator: 4_000_000n });
    expect(exact(1e21)).toEqual({ numerator: 10n ** 21n, denominator: 1n });
    expect(toNumber(add(exact(0.1), exact(0.2)))).toBe(0.3);
    expect(() => exact(Number.NaN)).toThrow(RangeError);
    expect(() => divide(exact(1), exact(0))).toThrow(RangeError);
  });

  it('round up only values above an integer', () => {
    // In binary: (100 - 50) / (80 - 40) * (64.4 - 40) + 50 and its like end in …0000001.
    expect(ceiling(multiply(exact(0.07), exact(100)))).toBe(7);
    expect(Math.ceil(0.07 * 100)).toBe(8);
    expect([2, 2.0001, -2.5, -2].map((value) => ceiling(exact(value)))).toEqual([2, 3, -2, -2]);
  });

  it.each([
    [2.5, 0, 2],
    [3.5, 0, 4],
    [2.05, 1, 2],
    [2.15, 1, 2.2],
    [2.25, 1, 2.2],
    [2.251, 1, 2.3],
    [-2.5, 0, -2],
    [-3.5, 0, -4],
    [1.005, 2, 1],
  ])('round %d to %d places as GB/T 8170 does: %d', (value, places, rounded) => {
    expect(roundedHalfEven(value, places)).toBe(rounded);
  });

  it('give back every number, and compute as fractions do', () => {
    const decimal = fc
      .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 6 }))
      .map(([digits, places]) => Number(`${digits}e-${places}`));
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(toNumber(exact(a))).toBe(a === 0 ? 0 : a);
        expect(compare(exact(a), exact(b))).toBe(Math.sign(a - b) || 0);
        expect(subtract(add(exact(a), exact(b)), exact(b))).toEqual(exact(a));
        if (b !== 0) expect(multiply(divide(exact(a), exact(b)), exact(b))).toEqual(exact(a));
      }),
    );
  });
});
