export interface LagRecorder {
  record(ms: number): void;
  /** Upper bound of the bucket that holds this fraction of the records, in ms; 0 when nothing was recorded. */
  percentile(fraction: number): number;
  reset(): void;
}

/** Buckets grow by 5 %: a percentile is at most 5 % too high, from 1 ms to an hour, in constant memory. */
const GROWTH = Math.log(1.05);
const BUCKETS = Math.ceil(Math.log(3_600_000) / GROWTH) + 1;

export const createLagRecorder = (): LagRecorder => {
  const counts = new Uint32Array(BUCKETS);
  let total = 0;
  return {
    record(ms) {
      const bucket = ms <= 1 ? 0 : Math.min(BUCKETS - 1, Math.ceil(Math.log(ms) / GROWTH));
      counts[bucket] = counts[bucket]! + 1;
      total += 1;
    },
    percentile(fraction) {
      if (total === 0) return 0;
      let seen = 0;
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
        seen += counts[bucket]!;
        if (seen >= fraction * total) return Math.round(Math.exp(bucket * GROWTH) * 10) / 10;
      }
      return Math.exp((BUCKETS - 1) * GROWTH);
    },
    reset() {
      counts.fill(0);
      total = 0;
    },
  };
};
