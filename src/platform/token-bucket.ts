// By hand: it is asked at every message and read, so it answers at once; rate-limiter-flexible answers with promises.
/** How much may be taken at once, and how fast it comes back. */
export interface BucketLimits {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  left: number;
  atMs: number;
}

export interface TokenBuckets {
  /** Whether there is one left for this key; takes it if so. */
  take(key: string, nowMs: number): boolean;
  /** Gives back what was taken for nothing. */
  giveBack(key: string): void;
  size(): number;
}

/**
 * A bucket of tokens for each key. Of more keys than `maxKeys` the one that was not asked for longest is forgotten: its next
 * bucket is full again, so a limit on all of them together needs a separate bucket.
 */
export const createTokenBuckets = ({ burst, perSecond }: BucketLimits, maxKeys: number): TokenBuckets => {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, nowMs) {
      const known = buckets.get(key);
      // A clock that went back gives nothing and takes nothing.
      const passedMs = known === undefined ? 0 : Math.max(0, nowMs - known.atMs);
      const left = known === undefined ? burst : Math.min(burst, known.left + (passedMs / 1000) * perSecond);
      const taken = left >= 1;
      buckets.delete(key);
      buckets.set(key, { left: taken ? left - 1 : left, atMs: nowMs });
      if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value!);
      return taken;
    },
    giveBack(key) {
      const known = buckets.get(key);
      if (known !== undefined) known.left = Math.min(burst, known.left + 1);
    },
    size: () => buckets.size,
  };
};
