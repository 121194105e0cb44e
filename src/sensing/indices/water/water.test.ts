import { describe, expect, it } from 'vitest';
import { readVectors, shippedTable } from '../../../testing/index-vectors.ts';
import { itemClassOf, readWaterValue } from './item-class.ts';
import { oxygenIndex, type WaterClass, waterClass } from './water-class.ts';

const table = shippedTable('surfaceWater');
const { classes, inferior } = table.definition;

describe('class of an item', () => {
  interface Input {
    readonly item: string;
    readonly value: number;
  }
  it.each(readVectors<Input, { class: string }>('water-item-class'))('$id', ({ input, expected }) => {
    const result = itemClassOf(table, input.item, input.value);
    expect(result.ok && (classes[result.index] ?? inferior)).toBe(expected.class);
  });

  it('takes 90 % of saturation for class Ⅰ oxygen', () => {
    expect(itemClassOf(table, 'DO', 7, 90)).toEqual({ ok: true, index: 0 });
    expect(itemClassOf(table, 'DO', 7, 89.9)).toEqual({ ok: true, index: 1 });
  });

  it('assesses a value below its detection limit only against limits that are not below it', () => {
    expect(itemClassOf(table, 'Hg', { belowDetection: 0.00004 })).toEqual({ ok: true, index: 0 });
    expect(itemClassOf(table, 'Hg', { belowDetection: 0.0001 })).toEqual({ ok: true, index: 2 });
    expect(itemClassOf(table, 'Hg', { belowDetection: 0.01 })).toEqual({
      ok: false,
      reason: 'cannotBeJudged',
    });
    expect(itemClassOf(table, 'DO', { belowDetection: 0.1 })).toEqual({
      ok: false,
      reason: 'cannotBeJudged',
    });
    expect(itemClassOf(table, 'Xx', 1)).toEqual({ ok: false, reason: 'unknownItem' });
  });

  it('reads values as laboratories write them', () => {
    expect(readWaterValue('0.05L')).toEqual({ belowDetection: 0.05 });
    expect(readWaterValue(' 3.2 ')).toBe(3.2);
    expect(readWaterValue('n.d.')).toBeUndefined();
    expect(readWaterValue('')).toBeUndefined();
  });
});

describe('class of a section', () => {
  interface Input {
    readonly values: Readonly<Record<string, number>>;
    readonly target: string | null;
  }
  it.each(readVectors<Input, Partial<WaterClass>>('water-class'))('$id', ({ input, expected }) => {
    const options = input.target === null ? {} : { target: input.target };
    expect(waterClass(table, input.values, options)).toEqual({
      standard: 'GB 3838-2002',
      tableId: table.tableId,
      tableVersion: 1,
      notJudged: {},
      ...expected,
    });
  });

  it('leaves out items that cannot be assessed, and those that routine assessment excludes', () => {
    const values = { DO: 8, 'TN-lake': 9, Hg: { belowDetection: 1 }, ufo: 3 };
    expect(waterClass(table, values)).toMatchObject({ class: '劣Ⅴ', decidedBy: ['TN-lake'] });
    expect(waterClass(table, values, { routine: true })).toMatchObject({
      class: 'Ⅰ',
      notJudged: { Hg: 'cannotBeJudged', ufo: 'unknownItem' },
    });
    expect(waterClass(table, {})).toMatchObject({ class: null, decidedBy: [] });
  });

  it('has a standard index for oxygen', () => {
    expect(oxygenIndex(6, 5, 20)).toBeCloseTo(Math.abs(468 / 51.6 - 6) / (468 / 51.6 - 5), 12);
    expect(oxygenIndex(4, 5, 20)).toBeCloseTo(2.8, 12);
  });
});
