import { shanghaiDay } from '../../../platform/clock.ts';
import { equivalentLevel, reportedLevel } from '../noise/levels.ts';
import { noisePeriodOf } from '../noise/zones.ts';
import { standardOf, tableFor } from '../tables.ts';
import {
  bounds,
  type DeriveContext,
  type DerivedIndex,
  hourSpan,
  hoursOf,
  type IndexDeriver,
  type Span,
} from './derived-index.ts';
import { HOUR_MS } from './hour-summary.ts';

const HOURS_OF_DAY = 24;

const tableOn = ({ tables }: DeriveContext, epochMs: number) =>
  tableFor(tables, 'noise', shanghaiDay(epochMs), ({ definition }) => definition.ruleSet === 'ambient');

/** The whole day or night that contains an hour: all adjacent hours of the same period and date. */
const spanOf = (context: DeriveContext, hourMs: number): Span | undefined => {
  const table = tableOn(context, hourMs);
  if (table === undefined) return undefined;
  const own = noisePeriodOf(table, hourMs);
  const belongs = (epochMs: number) => {
    const each = noisePeriodOf(table, epochMs);
    return each.period === own.period && each.date === own.date;
  };
  const around = hoursOf({ fromMs: hourMs - HOURS_OF_DAY * HOUR_MS, toMs: hourMs + HOURS_OF_DAY * HOUR_MS });
  const hours = around.filter(belongs);
  return { period: own.period, fromMs: hours[0]!, toMs: hours[hours.length - 1]! + HOUR_MS };
};

const ofSpan = (context: DeriveContext, span: Span): DerivedIndex | undefined => {
  const table = tableOn(context, span.fromMs);
  const { leq, lmax } = context.binding.items;
  if (table === undefined || leq === undefined) return undefined;
  const hours = hoursOf(span)
    .map((hourMs) => context.hour(hourMs))
    .filter((hour) => hour !== undefined);
  const levels = hours.flatMap((hour) => {
    const measured = hour[leq];
    // Each sample covers the same time, so hours are weighted by their samples.
    return measured === undefined ? [] : [{ dB: measured.energyMean, seconds: measured.samples }];
  });
  const level = equivalentLevel(levels);
  if (level === undefined) return undefined;
  const loudest = lmax === undefined ? [] : hours.flatMap((hour) => hour[lmax]?.max ?? []);
  return {
    kind: 'noise',
    ...bounds(span),
    ...standardOf(table),
    value: reportedLevel(level),
    grade: null,
    detail: {
      ...noisePeriodOf(table, span.fromMs),
      hours: hours.length,
      ...(loudest.length === 0 ? {} : { lmax: Math.max(...loudest) }),
    },
  };
};

/** Equivalent level of an hour, and of the day (Ld) or night (Ln) that contains it, by energy. */
export const noiseDeriver: IndexDeriver = {
  spanOf,
  reachHours: () => 1,
  ofHour: (context, hourMs) => ofSpan(context, hourSpan(hourMs)),
  ofSpan,
};
