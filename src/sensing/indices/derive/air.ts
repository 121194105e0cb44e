import { shanghaiDay } from '../../../platform/clock.ts';
import { airQuality } from '../air/aqi.ts';
import { pollutantOf } from '../air/iaqi.ts';
import { dayMean, eightHourMean, type Hours, maxEightHours, maxHour } from '../air/means.ts';
import { type Exact, exact, roundHalfEven, toNumber } from '../exact.ts';
import { type TableOf, tableFor } from '../tables.ts';
import {
  bounds,
  type DeriveContext,
  type DerivedIndex,
  hourSpan,
  hoursOf,
  type IndexDeriver,
  type Span,
} from './derived-index.ts';
import { HOUR_MS, readExact } from './hour-summary.ts';
import { naturalDay } from './natural-day.ts';

type Limits = TableOf<'airLimits'>['definition'];

const HOURS_OF_DAY = 24;
const SHOWN_PLACES = 3;

const tablesOn = ({ tables }: DeriveContext, epochMs: number) => {
  const index = tableFor(tables, 'airIndex', shanghaiDay(epochMs));
  const limits = tableFor(tables, 'airLimits', shanghaiDay(epochMs));
  return index === undefined || limits === undefined ? undefined : { index, limits: limits.definition };
};

/** Hourly means of a pollutant; a negative mean is noise around zero, for which no index is defined. */
const meansOf = ({ binding, hour }: DeriveContext, pollutant: string, hours: readonly number[]): Hours => {
  const indicator = binding.items[pollutant];
  return hours.map((hourMs) => {
    const mean = indicator === undefined ? undefined : hour(hourMs)?.[indicator]?.mean;
    const value = mean === undefined || mean === null ? null : readExact(mean);
    return value === null || value.numerator < 0n ? null : value;
  });
};

const lastHours = (hourMs: number, count: number): number[] =>
  hoursOf({ fromMs: hourMs - (count - 1) * HOUR_MS, toMs: hourMs + HOUR_MS });

const hourConcentration = (
  context: DeriveContext,
  item: string,
  hourMs: number,
  { validity }: Limits,
): Exact | null => {
  const of = (count: number) => meansOf(context, pollutantOf(item), lastHours(hourMs, count));
  if (item.endsWith('-24h')) return dayMean(of(HOURS_OF_DAY), validity);
  if (item.endsWith('-8h')) return eightHourMean(of(8), validity);
  return of(1)[0]!;
};

const dayConcentration = (
  context: DeriveContext,
  item: string,
  day: Span,
  { validity, limits }: Limits,
): Exact | null => {
  const pollutant = pollutantOf(item);
  const hours = meansOf(context, pollutant, hoursOf(day));
  if (item.endsWith('-24h')) return dayMean(hours, validity);
  if (item.endsWith('-8h')) {
    const limit = limits[pollutant]?.['8h']?.[1];
    return maxEightHours(hours, validity, exact(limit ?? 0));
  }
  return maxHour(hours);
};

const report = (
  context: DeriveContext,
  span: Span,
  concentrationOf: (item: string, limits: Limits) => Exact | null,
): DerivedIndex | undefined => {
  const found = tablesOn(context, span.fromMs);
  if (found === undefined) return undefined;
  const period = span.period === 'hour' ? 'hour' : 'day';
  const concentrations = Object.fromEntries(
    found.index.definition[period].map((item) => [item, concentrationOf(item, found.limits)]),
  );
  const {
    standard,
    tableId,
    tableVersion,
    aqi,
    level,
    period: _period,
    ...rest
  } = airQuality(found.index, period, concentrations);
  return {
    kind: 'air',
    ...bounds(span),
    standard,
    tableId,
    tableVersion,
    value: aqi,
    grade: level?.category ?? null,
    detail: {
      ...rest,
      ...(level === null ? {} : { level: level.level, levelZh: level.levelZh, colour: level.colour }),
      /** µg/m³, CO mg/m³. */
      concentrations: Object.fromEntries(
        Object.entries(concentrations).map(([item, value]) => [
          item,
          value === null ? null : toNumber(roundHalfEven(value, SHOWN_PLACES)),
        ]),
      ),
    },
  };
};

/**
 * AQI of an hour and of a calendar day from hourly means (HJ 633, GB 3095). Means are rounded once, where the standard rounds them,
 * and the standard in force at the start of the hour applies.
 */
export const airDeriver: IndexDeriver = {
  spanOf: (_context, hourMs) => naturalDay(hourMs),
  reachHours: (context, hourMs) =>
    tablesOn(context, hourMs)?.index.definition.hour.some((item) => item.endsWith('-24h')) ? HOURS_OF_DAY : 1,
  ofHour: (context, hourMs) =>
    report(context, hourSpan(hourMs), (item, limits) => hourConcentration(context, item, hourMs, limits)),
  ofSpan: (context, day) =>
    report(context, day, (item, limits) => dayConcentration(context, item, day, limits)),
};
