/** How late a record arrived. */
export interface ClockSample {
  /** Minutes since 1970 in which it was received. */
  readonly minute: number;
  /** Received − observed, ms. Negative: the device's clock is ahead. */
  readonly delayMs: number;
}

/** Of the last minutes with a record, latest last. */
export type ClockSamples = readonly ClockSample[];

const MINUTE_MS = 60_000;
export const minuteOf = (receivedMs: number): number => Math.floor(receivedMs / MINUTE_MS);

/** One sample a minute at most, so that they cover at least half an hour however often the device reports. */
export const WINDOW_SAMPLES = 31;
/** With fewer nothing is proposed. */
const LEAST_SAMPLES = 5;
/** What networks and queues take is no skew of a clock. */
const LEAST_SKEW_MS = 30_000;
/** Delays that vary more than this are a queue that empties (store and forward), and no clock that is wrong. */
const MOST_SPREAD_MS = 10_000;

const latest = (samples: ClockSamples): number =>
  samples[samples.length - 1]?.minute ?? Number.NEGATIVE_INFINITY;

/**
 * The samples after a record; the same object when it is no sample: the first one of each minute is. A late one counts: whether
 * its clock is wrong, the spread tells.
 */
export const sampleClock = (before: ClockSamples, observedMs: number, receivedMs: number): ClockSamples => {
  const minute = minuteOf(receivedMs);
  if (minute <= latest(before)) return before;
  return [...before.slice(1 - WINDOW_SAMPLES), { minute, delayMs: receivedMs - observedMs }];
};

/**
 * The samples of a part of the log and of the part after it, each sampled by itself: what one would have come to that had seen
 * both. That is why whole minutes are sampled, and not what is a minute after the last sample.
 */
export const joinSamples = (earlier: ClockSamples, later: ClockSamples): ClockSamples =>
  [...earlier, ...later.filter(({ minute }) => minute > latest(earlier))].slice(-WINDOW_SAMPLES);

export interface ClockSkew {
  readonly medianMs: number;
  /** Median distance from the median. */
  readonly spreadMs: number;
  readonly samples: number;
  /** To be added to the device's times to make them right; null: no reason to change anything. Never applied unasked. */
  readonly proposedCorrectionMs: number | null;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** What the samples say of the device's clock. */
export const clockSkewOf = (samples: ClockSamples): ClockSkew => {
  const delaysMs = samples.map(({ delayMs }) => delayMs);
  const medianMs = median(delaysMs);
  const spreadMs = median(delaysMs.map((delay) => Math.abs(delay - medianMs)));
  const isSkewed =
    delaysMs.length >= LEAST_SAMPLES && Math.abs(medianMs) >= LEAST_SKEW_MS && spreadMs <= MOST_SPREAD_MS;
  return { medianMs, spreadMs, samples: delaysMs.length, proposedCorrectionMs: isSkewed ? medianMs : null };
};
