import { z } from 'zod';
import type { ReadingValue } from '../../../devices/reading-value.ts';
import type { IndicatorDefinition } from '../events.ts';
import {
  add,
  divide,
  type Exact,
  exact,
  multiply,
  roundHalfEven,
  subtract,
  toNumber,
} from '../indices/exact.ts';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

/** Units of measure as data: each is `factor` times the base unit of its quantity, plus `offset`. Decimals as text, so that they are exact. */
export const unitTableSchema = z.object({
  tableId: z.string().min(1),
  tableVersion: z.number().int().positive(),
  source: z.string().min(1),
  units: z.array(
    z.object({
      unit: z.string().min(1),
      /** Other notations used by devices. */
      aliases: z.array(z.string().min(1)).default([]),
      quantity: z.string().min(1),
      factor: decimal,
      offset: decimal.default('0'),
    }),
  ),
});
export type UnitTable = z.infer<typeof unitTableSchema>;

interface Unit {
  readonly unit: string;
  readonly quantity: string;
  readonly factor: Exact;
  readonly offset: Exact;
}

export interface Units {
  /** The value in another unit; undefined if one of them is unknown or they are units of different quantities. */
  convert(value: number, from: string, to: string): number | undefined;
}

/** More places than any instrument resolves: cuts off the rest of a repeating decimal. */
const PLACES = 12;

export const createUnits = (table: UnitTable): Units => {
  const units = new Map<string, Unit>();
  for (const { unit, aliases, quantity, factor, offset } of table.units) {
    const known = { unit, quantity, factor: exact(Number(factor)), offset: exact(Number(offset)) };
    for (const name of [unit, ...aliases]) units.set(name, known);
  }
  return {
    convert(value, from, to) {
      if (from === to) return value;
      const [source, target] = [units.get(from), units.get(to)];
      if (source === undefined || target === undefined || source.quantity !== target.quantity)
        return undefined;
      if (source.unit === target.unit) return value;
      const base = add(multiply(exact(value), source.factor), source.offset);
      return toNumber(roundHalfEven(divide(subtract(base, target.offset), target.factor), PLACES));
    },
  };
};

type Values = Readonly<Record<string, ReadingValue>>;

/**
 * Values in the units of the device's model. A value declared in another unit is converted, and the original is kept; an unknown
 * unit is kept with its value, to be flagged. The same object if no unit was declared: the usual case.
 */
export const normaliseUnits = (
  values: Values,
  indicators: ReadonlyMap<string, IndicatorDefinition>,
  units: Units,
): Values => {
  let normalised: Record<string, ReadingValue> | undefined;
  for (const code of Object.keys(values)) {
    const sent = values[code]!;
    if (typeof sent === 'number' || sent.unit === undefined) continue;
    const indicator = indicators.get(code);
    if (indicator === undefined) continue;
    const { unit, ...rest } = sent;
    const value = units.convert(sent.value, unit, indicator.unit);
    if (value === undefined) continue;
    normalised ??= { ...values };
    normalised[code] = unit === indicator.unit ? rest : { ...rest, value, sent: { value: sent.value, unit } };
  }
  return normalised ?? values;
};
