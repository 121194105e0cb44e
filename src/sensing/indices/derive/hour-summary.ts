import type { ReadingsRecorded } from '../../events.ts';
import { isUsable } from '../../quality/flags.ts';
import { hourMean } from '../air/means.ts';
import { type Exact, exact } from '../exact.ts';
import { equivalentLevel } from '../noise/levels.ts';
import type { TableOf } from '../tables.ts';

export const HOUR_MS = 3_600_000;
/** Of several records within five seconds the last one counts, so that the size of an hour is bounded. */
const SLOT_MS = 5000;

/** Summary of an hour of a device, by indicator. Fractions as text (`7/2`), so that it can be stored as JSON. */
export interface HourSummary {
  readonly [indicator: string]: IndicatorHour;
}
export interface IndicatorHour {
  /** Exact mean; null if the samples cover too little of the hour. */
  readonly mean: string | null;
  readonly samples: number;
  readonly last: number;
  readonly max: number;
  /** Energy mean, for levels in dB. */
  readonly energyMean: number;
}

const writeExact = ({ numerator, denominator }: Exact): string => `${numerator}/${denominator}`;
export const readExact = (text: string): Exact => {
  const [numerator = '0', denominator = '1'] = text.split('/');
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
};

/**
 * Summarises the records of one hour, given in log order: of two for the same time the later one counts. Doubtful values
 * are left out. `intervalSeconds` is the time covered by one record.
 */
export const summariseHour = (
  records: readonly ReadingsRecorded['data'][],
  hourMs: number,
  intervalSeconds: number,
  validity: TableOf<'airLimits'>['definition']['validity'],
): HourSummary => {
  const slots = new Map<string, Map<number, number>>();
  for (const { observedAt, values, quality } of records) {
    const offset = Date.parse(observedAt) - hourMs;
    if (offset < 0 || offset >= HOUR_MS) continue;
    for (const [indicator, sent] of Object.entries(values)) {
      if (!isUsable(quality, indicator)) continue;
      const ofIndicator = slots.get(indicator) ?? new Map<number, number>();
      ofIndicator.set(Math.floor(offset / SLOT_MS), typeof sent === 'number' ? sent : sent.value);
      slots.set(indicator, ofIndicator);
    }
  }
  const seconds = Math.max(intervalSeconds, SLOT_MS / 1000);
  return Object.fromEntries(
    [...slots].map(([indicator, bySlot]) => [indicator, summarise(bySlot, seconds, validity)]),
  );
};

const summarise = (
  bySlot: ReadonlyMap<number, number>,
  seconds: number,
  validity: TableOf<'airLimits'>['definition']['validity'],
): IndicatorHour => {
  const samples = [...bySlot].sort(([a], [b]) => a - b).map(([, value]) => value);
  const mean = hourMean(samples.map(exact), seconds, validity);
  return {
    mean: mean === null ? null : writeExact(mean),
    samples: samples.length,
    last: samples[samples.length - 1]!,
    max: Math.max(...samples),
    energyMean: equivalentLevel(samples.map((dB) => ({ dB, seconds })))!,
  };
};
