import { shanghaiDay } from '../../../platform/clock.ts';
import { type Exact, mean, roundHalfEven, toNumber } from '../exact.ts';
import { tableFor } from '../tables.ts';
import { waterClass } from '../water/water-class.ts';
import {
  bounds,
  type DeriveContext,
  type DerivedIndex,
  hourSpan,
  hoursOf,
  type IndexDeriver,
  type Span,
} from './derived-index.ts';
import { readExact } from './hour-summary.ts';
import { naturalDay } from './natural-day.ts';

/** Decimal places of a mean: more than any limit has. */
const PLACES = 6;

/** Class of the items measured in a span, each by the mean of its hours. */
const ofSpan = (context: DeriveContext, span: Span): DerivedIndex | undefined => {
  const table = tableFor(context.tables, 'surfaceWater', shanghaiDay(span.fromMs));
  if (table === undefined) return undefined;
  const values: Record<string, number> = {};
  for (const [item, indicator] of Object.entries(context.binding.items)) {
    const hours = hoursOf(span).flatMap((hourMs): Exact[] => {
      const text = context.hour(hourMs)?.[indicator]?.mean;
      return text === undefined || text === null ? [] : [readExact(text)];
    });
    const value = mean(hours);
    if (value !== undefined) values[item] = toNumber(roundHalfEven(value, PLACES));
  }
  if (Object.keys(values).length === 0) return undefined;
  const { standard, tableId, tableVersion, class: grade, ...rest } = waterClass(table, values);
  return {
    kind: 'surfaceWater',
    ...bounds(span),
    standard,
    tableId,
    tableVersion,
    value: null,
    grade,
    detail: { ...rest, values, ofItemsMeasured: true },
  };
};

/** Surface-water class of an hour and of a calendar day. An automatic station measures only some items, and the result states which. */
export const surfaceWaterDeriver: IndexDeriver = {
  spanOf: (_context, hourMs) => naturalDay(hourMs),
  reachHours: () => 1,
  ofHour: (context, hourMs) => ofSpan(context, hourSpan(hourMs)),
  ofSpan,
};
