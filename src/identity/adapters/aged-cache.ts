import { LRUCache } from 'lru-cache';

export interface AgedCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  readonly size: number;
}

export interface AgedCacheOptions {
  readonly capacity: number;
  /** Entries older than this are not given out. A whole number above zero. */
  readonly maxAgeMs: number;
  /** Milliseconds; of the clock port. */
  readonly now: () => number;
}

/** Keeps the entries used last, for as long as they may be trusted. They age from when they were set. */
export const createAgedCache = <Value extends {}>(options: AgedCacheOptions): AgedCache<Value> => {
  const { capacity, maxAgeMs, now } = options;
  // The time is asked for at each look: a clock that is stepped must not be remembered for a millisecond of the machine's.
  const entries = new LRUCache<string, Value>({
    max: capacity,
    ttl: maxAgeMs,
    ttlResolution: 0,
    perf: { now },
  });
  return {
    get(key) {
      // A clock that went back gives a negative age, which the library takes for a young one; it is not trusted here.
      if (entries.getRemainingTTL(key) > maxAgeMs) entries.delete(key);
      return entries.get(key);
    },
    set: (key, value) => void entries.set(key, value),
    delete: (key) => void entries.delete(key),
    get size() {
      return entries.size;
    },
  };
};
