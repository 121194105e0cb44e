import { describe, expect, it } from 'vitest';
import { readVectors, shippedTable } from '../../../testing/index-vectors.ts';
import { rainClassOf, rainWarningOf } from './rain.ts';

describe('rain', () => {
  const classes = shippedTable('rainClass');
  const warning = shippedTable('rainWarning');

  it.each(readVectors<{ hours: number; mm: number }, { class: string }>('rain-class'))(
    '$id',
    ({ input, expected }) => {
      expect(rainClassOf(classes, input.hours, input.mm)).toMatchObject(expected);
    },
  );

  it('begins each class at its own amount', () => {
    for (const hours of [12, 24]) {
      const beginnings = classes.definition.from[hours]!;
      for (const [n, mm] of beginnings.entries()) {
        expect(rainClassOf(classes, hours, mm)?.class).toBe(classes.definition.classes[n]);
      }
    }
    expect(rainClassOf(classes, 24, 0)?.dry).toBe(true);
    expect(rainClassOf(classes, 1, 5)).toBeUndefined();
    expect(rainClassOf(classes, 24, -1)).toBeUndefined();
  });

  it.each(readVectors<{ hourlyMm: number[] }, { signal: string | null }>('rain-warning'))(
    '$id',
    ({ input, expected }) => {
      expect(rainWarningOf(warning, input.hourlyMm)).toMatchObject(expected);
    },
  );

  it('adds decimals exactly: ten times 5.1 and 0.1 less than 50 are not 50', () => {
    expect(rainWarningOf(warning, [16.6, 16.7, 16.7])).toMatchObject({
      signal: 'orange',
      reached: { mm: 50, hours: 3 },
    });
    expect(rainWarningOf(warning, [16.6, 16.7, 16.6]).signal).toBeNull();
  });
});
