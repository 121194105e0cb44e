import { compare, type Exact, mean } from '../exact.ts';
import type { TableOf } from '../tables.ts';

type Validity = TableOf<'airLimits'>['definition']['validity'];

/** Exact mean of each hour of a day in order, 00–01 first; null if the hour has no valid mean. */
export type Hours = readonly (Exact | null)[];

const HOUR_MINUTES = 60;

/**
 * Mean of an hour, valid if the samples cover at least 45 minutes (GB 3095 table of validity): each sample covers one report
 * interval of the device.
 */
export const hourMean = (
  samples: readonly Exact[],
  intervalSeconds: number,
  { minMinutesPerHour }: Validity,
): Exact | null => {
  const minutes = Math.min(HOUR_MINUTES, (samples.length * intervalSeconds) / 60);
  return samples.length === 0 || minutes < minMinutesPerHour ? null : mean(samples)!;
};

const valid = (hours: Hours): Exact[] => hours.filter((hour) => hour !== null);

/** Mean of a day's 24 hourly means, or of the last 24 (sliding): valid from 20 of them. */
export const dayMean = (hours: Hours, { minHoursPerDay }: Validity): Exact | null => {
  const values = valid(hours);
  return values.length < minHoursPerDay ? null : mean(values)!;
};

/** Mean of eight hours: valid from 6 of them. */
export const eightHourMean = (hours: Hours, { minHoursPer8Hours }: Validity): Exact | null => {
  const values = valid(hours);
  return values.length < minHoursPer8Hours ? null : mean(values)!;
};

const greatest = (values: readonly Exact[]): Exact | null =>
  values.reduce<Exact | null>((best, each) => (best === null || compare(each, best) > 0 ? each : best), null);

/** Largest hourly mean of a day. */
export const maxHour = (hours: Hours): Exact | null => greatest(valid(hours));

/**
 * The day's largest sliding 8-hour mean, over the 17 windows within the day. With fewer than 14 valid windows it counts
 * only above `limit` (HJ 663-2013; not confirmed, therefore a number in the table).
 */
export const maxEightHours = (hours: Hours, validity: Validity, limit: Exact): Exact | null => {
  const windows: Exact[] = [];
  for (let end = 8; end <= hours.length; end += 1) {
    const window = eightHourMean(hours.slice(end - 8, end), validity);
    if (window !== null) windows.push(window);
  }
  const best = greatest(windows);
  if (best === null || windows.length >= validity.min8HourMeansPerDay) return best;
  return compare(best, limit) > 0 ? best : null;
};
