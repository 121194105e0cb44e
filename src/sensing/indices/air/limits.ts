import { compare, divide, exact, roundHalfEven, subtract, toNumber } from '../exact.ts';
import { type StandardRef, standardOf, type TableOf } from '../tables.ts';

export interface LimitVerdict extends StandardRef {
  readonly limit: number;
  readonly meets: boolean;
  /** (C − S) / S to two decimals; null within the limit. */
  readonly multiple: number | null;
}

/**
 * Compliance of one mean with GB 3095: `averaging` is `year`, `24h`, `8h` or `1h`, grade 1 for protected areas, grade 2 for the
 * rest. µg/m³, CO mg/m³. Undefined if the standard has no limit. Compliance is determined by this and never by an AQI
 * (HJ 633-2026 6.2).
 */
export const judgeAirLimit = (
  table: TableOf<'airLimits'>,
  pollutant: string,
  averaging: string,
  grade: 1 | 2,
  concentration: number,
): LimitVerdict | undefined => {
  const limit = table.definition.limits[pollutant]?.[averaging]?.[grade - 1];
  if (limit === undefined) return undefined;
  const excess = subtract(exact(concentration), exact(limit));
  const meets = compare(exact(concentration), exact(limit)) <= 0;
  return {
    ...standardOf(table),
    limit,
    meets,
    multiple: meets ? null : toNumber(roundHalfEven(divide(excess, exact(limit)), 2)),
  };
};
