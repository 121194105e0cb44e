// Own code: it is used for every message and read, so it must answer synchronously; rate-limiter-flexible returns promises.
import { LRUCache } from 'lru-cache';

/** How much may be taken at once, and how fast it is refilled. */
export interface BucketLimits {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  left: number;
  atMs: number;
}

export interface TokenBuckets {
  /** Whether a token is left for this key; takes it if so. */
  take(key: string, nowMs: number): boolean;
  /** Returns a token that was not needed. */
  giveBack(key: string): void;
  size(): number;
}

/**
 * A bucket of tokens for each key. Beyond `maxKeys`, the least recently used key is forgotten: its next
 * bucket is full again, so a limit on all keys together needs a separate bucket.
 */
export const createTokenBuckets = ({ burst, perSecond }: BucketLimits, maxKeys: number): TokenBuckets => {
  const buckets = new LRUCache<string, Bucket>({ max: maxKeys });
  return {
    take(key, nowMs) {
      let bucket = buckets.get(key);
      if (bucket === undefined) {
        bucket = { left: burst, atMs: nowMs };
        buckets.set(key, bucket);
      }
      // If the clock went back, nothing is added or removed.
      const passedMs = Math.max(0, nowMs - bucket.atMs);
      bucket.left = Math.min(burst, bucket.left + (passedMs / 1000) * perSecond);
      bucket.atMs = nowMs;
      if (bucket.left < 1) return false;
      bucket.left -= 1;
      return true;
    },
    giveBack(key) {
      const known = buckets.peek(key);
      if (known !== undefined) known.left = Math.min(burst, known.left + 1);
    },
    size: () => buckets.size,
  };
};
