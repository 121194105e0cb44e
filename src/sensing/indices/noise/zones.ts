import { type StandardRef, standardOf, type TableOf } from '../tables.ts';
import { equivalentLevel, type NoiseSample } from './levels.ts';

type NoiseTable = TableOf<'noise'>;
export type NoisePeriod = 'day' | 'night';

const DAY_MS = 86_400_000;
/** Asia/Shanghai has had no daylight saving since 1991. */
const SHANGHAI_MS = 8 * 3_600_000;

/**
 * Day (06–22 unless the table defines otherwise) or night, and the date it belongs to: a night spans two dates, and the table
 * defines to which of them it belongs. Time in ms since 1970.
 */
export const noisePeriodOf = (
  { definition: { dayFrom, dayUntil, nightBelongsTo } }: NoiseTable,
  epochMs: number,
): { readonly period: NoisePeriod; readonly date: string } => {
  const local = new Date(epochMs + SHANGHAI_MS).toISOString();
  const clock = local.slice(11, 16);
  const dateAfter = (days: number) =>
    new Date(Date.parse(`${local.slice(0, 10)}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
  if (clock >= dayFrom && clock < dayUntil) return { period: 'day', date: dateAfter(0) };
  const isEvening = clock >= dayUntil;
  if (nightBelongsTo === 'start') return { period: 'night', date: dateAfter(isEvening ? 0 : -1) };
  return { period: 'night', date: dateAfter(isEvening ? 1 : 0) };
};

export interface NoiseVerdict extends StandardRef {
  readonly limit: number;
  readonly meets: boolean;
  /** Limit of the loudest sound of a night, if that was given. */
  readonly lmaxLimit?: number;
  readonly lmaxMeets?: boolean;
}

/**
 * Equivalent level of a functional zone (声功能区) against its limit, and the loudest sound of a night against the limit plus the
 * excess for its kind (GB 3096-2008 5.4: sudden noise, +15 dB). dB(A). Undefined for a zone or kind that is not in the table.
 */
export const judgeNoise = (
  table: NoiseTable,
  zone: string,
  period: NoisePeriod,
  leq: number,
  lmax: number | null = null,
  kind?: string,
): NoiseVerdict | undefined => {
  const { zones, nightLmaxExcess } = table.definition;
  const limit = zones[zone]?.[period];
  if (limit === undefined) return undefined;
  const verdict: NoiseVerdict = { ...standardOf(table), limit, meets: leq <= limit };
  if (period === 'day' || lmax === null) return verdict;
  const excess = kind === undefined ? Math.max(...Object.values(nightLmaxExcess)) : nightLmaxExcess[kind];
  if (excess === undefined) return undefined;
  return { ...verdict, lmaxLimit: limit + excess, lmaxMeets: lmax <= limit + excess };
};

/** Ld and Ln of each date, by energy, from levels measured at `epochMs` for `seconds`. */
export const dayAndNightLevels = (
  table: NoiseTable,
  samples: readonly (NoiseSample & { readonly epochMs: number })[],
): ReadonlyMap<string, { readonly day?: number; readonly night?: number }> => {
  const groups = new Map<string, Record<NoisePeriod, NoiseSample[]>>();
  for (const sample of samples) {
    const { date, period } = noisePeriodOf(table, sample.epochMs);
    const group = groups.get(date) ?? { day: [], night: [] };
    group[period].push(sample);
    groups.set(date, group);
  }
  return new Map(
    [...groups].map(([date, group]) => {
      const [day, night] = [equivalentLevel(group.day), equivalentLevel(group.night)];
      return [date, { ...(day === undefined ? {} : { day }), ...(night === undefined ? {} : { night }) }];
    }),
  );
};
