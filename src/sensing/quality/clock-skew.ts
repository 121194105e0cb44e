/** Delay of a record. */
export interface ClockSample {
  /** Minutes since 1970 in which it was received. */
  readonly minute: number;
  /** Received − observed, ms. Negative: the device's clock is ahead. */
  readonly delayMs: number;
}

/** Samples of the last minutes with a record, latest last. */
export type ClockSamples = readonly ClockSample[];

const MINUTE_MS = 60_000;
export const minuteOf = (receivedMs: number): number => Math.floor(receivedMs / MINUTE_MS);

/** At most one sample a minute, so that they cover at least half an hour however often the device reports. */
export const WINDOW_SAMPLES = 31;
/** With fewer samples nothing is proposed. */
const LEAST_SAMPLES = 5;
/** Shorter delays are caused by networks and queues, not by clock skew. */
const LEAST_SKEW_MS = 30_000;
/** Delays that vary more than this come from a queue being emptied (store and forward), not from a wrong clock. */
const MOST_SPREAD_MS = 10_000;

const latest = (samples: ClockSamples): number =>
  samples[samples.length - 1]?.minute ?? Number.NEGATIVE_INFINITY;

/**
 * The samples after a record; the same object if it is not a sample: only the first record of each minute is. A late one also
 * counts: the spread shows whether its clock is wrong.
 */
export const sampleClock = (before: ClockSamples, observedMs: number, receivedMs: number): ClockSamples => {
  const minute = minuteOf(receivedMs);
  if (minute <= latest(before)) return before;
  return [...before.slice(1 - WINDOW_SAMPLES), { minute, delayMs: receivedMs - observedMs }];
};

/**
 * Joins the samples of a part of the log and of the next part, each sampled separately: the result is the same as if both had been
 * sampled together. That is why whole minutes are sampled, and not records a minute after the last sample.
 */
export const joinSamples = (earlier: ClockSamples, later: ClockSamples): ClockSamples =>
  [...earlier, ...later.filter(({ minute }) => minute > latest(earlier))].slice(-WINDOW_SAMPLES);

export interface ClockSkew {
  readonly medianMs: number;
  /** Median distance from the median. */
  readonly spreadMs: number;
  readonly samples: number;
  /** To be added to the device's times to correct them; null: no reason to change anything. Never applied automatically. */
  readonly proposedCorrectionMs: number | null;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The skew of the device's clock according to the samples. */
export const clockSkewOf = (samples: ClockSamples): ClockSkew => {
  const delaysMs = samples.map(({ delayMs }) => delayMs);
  const medianMs = median(delaysMs);
  const spreadMs = median(delaysMs.map((delay) => Math.abs(delay - medianMs)));
  const isSkewed =
    delaysMs.length >= LEAST_SAMPLES && Math.abs(medianMs) >= LEAST_SKEW_MS && spreadMs <= MOST_SPREAD_MS;
  return { medianMs, spreadMs, samples: delaysMs.length, proposedCorrectionMs: isSkewed ? medianMs : null };
};
