import type { Exact } from '../exact.ts';
import { type StandardRef, standardOf, type TableOf } from '../tables.ts';
import { type Iaqi, iaqiOf, pollutantOf } from './iaqi.ts';

type AirIndexTable = TableOf<'airIndex'>;

export interface AirLevel {
  readonly level: number;
  readonly levelZh: string;
  readonly category: string;
  readonly colour: string;
}

export interface AirQuality extends StandardRef {
  readonly period: 'hour' | 'day';
  /** Index of each item of the report; null if it has none. */
  readonly iaqi: Readonly<Record<string, number | null>>;
  /** Items without an index that are replaced by another item, with the reason. */
  readonly insteadOf?: Readonly<Record<string, string>>;
  /** Null when no item has an index. */
  readonly aqi: number | null;
  /** Pollutants with the largest index, all of them if tied; empty up to an AQI of 50. */
  readonly primary: readonly string[];
  readonly level: AirLevel | null;
  /** Pollutants of the report that have no index. */
  readonly missing: readonly string[];
  /** False: to be published as "NA" (HJ 633-2026 5.3.1: one pollutant missing and AQI not above 100). */
  readonly publishable: boolean;
}

/** Grade, category and colour of an AQI (HJ 633, table of levels). */
export const airLevelOf = (table: AirIndexTable, aqi: number): AirLevel => {
  const { levels } = table.definition;
  const found = levels.find(({ upTo }) => aqi <= upTo) ?? levels[levels.length - 1]!;
  const { level, levelZh, category, colour } = found;
  return { level, levelZh, category, colour };
};

const PRIMARY_ABOVE = 50;
const PUBLISHED_INCOMPLETE_ABOVE = 100;

/**
 * Air quality index (AQI) of an hour or a day. `concentrations` by item and averaging time; null or absent is missing.
 * `exempt`: pollutants that the site does not measure and is not required to (HJ 633-2026 5.3.2).
 */
export const airQuality = (
  table: AirIndexTable,
  period: 'hour' | 'day',
  concentrations: Readonly<Record<string, number | Exact | null>>,
  exempt: readonly string[] = [],
): AirQuality => {
  const { definition } = table;
  const items = definition[period].filter((item) => concentrations[item] !== undefined || isNeeded(item));
  const results = new Map<string, Iaqi>(
    items.map((item) => [item, iaqiOf(table, item, concentrations[item] ?? null)]),
  );
  const iaqi = Object.fromEntries([...results].map(([item, result]) => [item, result.iaqi]));
  const values = Object.values(iaqi).filter((value) => value !== null);
  const aqi = values.length === 0 ? null : Math.max(...values);
  const present = new Set(items.filter((item) => iaqi[item] !== null).map(pollutantOf));
  const missing = definition.pollutants.filter((each) => !present.has(each) && !exempt.includes(each));
  const insteadOf = Object.fromEntries(
    [...results].flatMap(([item, result]) =>
      result.iaqi === null && result.use !== undefined ? [[item, result.use]] : [],
    ),
  );
  return {
    ...standardOf(table),
    period,
    iaqi,
    ...(Object.keys(insteadOf).length === 0 ? {} : { insteadOf }),
    aqi,
    primary:
      aqi === null || aqi <= PRIMARY_ABOVE
        ? []
        : [...new Set(items.filter((item) => iaqi[item] === aqi).map(pollutantOf))],
    level: aqi === null ? null : airLevelOf(table, aqi),
    missing,
    publishable:
      aqi !== null &&
      (missing.length === 0 || definition.incomplete === 'publish' || aqi > PUBLISHED_INCOMPLETE_ABOVE),
  };

  /** For a pollutant with several items in the report (daily ozone in the 2012 standard), absent items are left out. */
  function isNeeded(item: string): boolean {
    const others = definition[period].filter((each) => pollutantOf(each) === pollutantOf(item));
    return !others.some((each) => each !== item && concentrations[each] !== undefined);
  }
};
