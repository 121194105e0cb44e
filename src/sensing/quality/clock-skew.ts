/** How late records of a device arrive: received − observed, ms, of the last ones, latest last. Negative: its clock is ahead. */
export interface ClockSamples {
  readonly delaysMs: readonly number[];
  /** When the last of them was received, ms. */
  readonly sampledAt: number;
}

/** One sample a minute at most, so that a window covers at least half an hour however often the device reports. */
export const SAMPLE_EVERY_MS = 60_000;
export const WINDOW_SAMPLES = 31;
/** With fewer nothing is proposed. */
const LEAST_SAMPLES = 5;
/** What networks and queues take is no skew of a clock. */
const LEAST_SKEW_MS = 30_000;
/** Delays that vary more than this are a queue that empties (store and forward), and no clock that is wrong. */
const MOST_SPREAD_MS = 10_000;

/** The samples after a record; the same object when it is no sample. A late one counts: whether its clock is wrong, the spread tells. */
export const sampleClock = (
  before: ClockSamples | undefined,
  observedMs: number,
  receivedMs: number,
): ClockSamples => {
  if (before !== undefined && receivedMs - before.sampledAt < SAMPLE_EVERY_MS) return before;
  const delaysMs = [...(before?.delaysMs.slice(1 - WINDOW_SAMPLES) ?? []), receivedMs - observedMs];
  return { delaysMs, sampledAt: receivedMs };
};

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
export const clockSkewOf = ({ delaysMs }: Pick<ClockSamples, 'delaysMs'>): ClockSkew => {
  const medianMs = median(delaysMs);
  const spreadMs = median(delaysMs.map((delay) => Math.abs(delay - medianMs)));
  const isSkewed =
    delaysMs.length >= LEAST_SAMPLES && Math.abs(medianMs) >= LEAST_SKEW_MS && spreadMs <= MOST_SPREAD_MS;
  return { medianMs, spreadMs, samples: delaysMs.length, proposedCorrectionMs: isSkewed ? medianMs : null };
};
