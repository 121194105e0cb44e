import {
  add,
  ceiling,
  compare,
  divide,
  type Exact,
  exact,
  multiply,
  roundHalfEven,
  subtract,
} from '../exact.ts';
import type { TableOf } from '../tables.ts';

/** The pollutant of an item with its averaging time as named in the tables: `PM2.5-24h`, `O3-8h`. */
export const pollutantOf = (item: string): string => item.slice(0, item.lastIndexOf('-'));

export type Iaqi =
  | { readonly iaqi: number }
  /** `missing`: not measured. `aboveRange`: beyond the item's table, for which the standard names another item instead. */
  | { readonly iaqi: null; readonly reason: 'missing' | 'aboveRange' | 'unknownItem'; readonly use?: string };

type AirIndexTable = TableOf<'airIndex'>;

const roundConcentration = (table: AirIndexTable, item: string, concentration: Exact): Exact => {
  const rounding = table.definition.roundConcentration;
  if (rounding === null) return concentration;
  return roundHalfEven(concentration, rounding.except[pollutantOf(item)] ?? rounding.places);
};

/**
 * Individual air quality index (空气质量分指数) of one item, HJ 633-2012 formula 1 and HJ 633-2026 5.2: linear between the
 * breakpoints, rounded up to an integer. µg/m³, CO mg/m³. Throws RangeError for a concentration below zero.
 */
export const iaqiOf = (table: AirIndexTable, item: string, given: number | Exact | null): Iaqi => {
  if (given === null) return { iaqi: null, reason: 'missing' };
  const { breakpoints, iaqi: indices, aboveTop } = table.definition;
  const points = breakpoints[item];
  if (points === undefined) return { iaqi: null, reason: 'unknownItem' };
  const concentration = roundConcentration(table, item, typeof given === 'number' ? exact(given) : given);
  if (concentration.numerator < 0n) throw new RangeError(`${item}: negative concentration`);
  for (let high = 1; high < points.length; high += 1) {
    const [lowPoint, highPoint] = [points[high - 1]!, points[high]];
    if (highPoint === null || highPoint === undefined) return above(aboveTop[item]);
    if (compare(concentration, exact(highPoint)) > 0) continue;
    const [low, top] = [exact(lowPoint), exact(highPoint)];
    const [lowIndex, topIndex] = [exact(indices[high - 1]!), exact(indices[high]!)];
    const slope = divide(subtract(topIndex, lowIndex), subtract(top, low));
    return { iaqi: ceiling(add(multiply(slope, subtract(concentration, low)), lowIndex)) };
  }
  // The index ends at its last value (HJ 633-2026: 1 to 500).
  return { iaqi: indices[indices.length - 1]! };
};

const above = (rule: AirIndexTable['definition']['aboveTop'][string] | undefined): Iaqi => {
  if (rule?.kind === 'fixed') return { iaqi: rule.iaqi };
  return { iaqi: null, reason: 'aboveRange', ...(rule === undefined ? {} : { use: rule.use }) };
};
