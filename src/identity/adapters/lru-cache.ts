export interface LruCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  readonly size: number;
}

export interface LruOptions {
  readonly capacity: number;
  /** Entries older than this are not given out. */
  readonly maxAgeMs: number;
  /** Milliseconds; of the clock port. */
  readonly now: () => number;
}

/** Keeps the entries used last. Lives on the insertion order of a Map: each use moves an entry to the end. */
export const createLruCache = <Value>(options: LruOptions): LruCache<Value> => {
  const entries = new Map<string, { readonly value: Value; readonly since: number }>();
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      const age = options.now() - entry.since;
      // A clock that went backwards gives a negative age; such an entry is not trusted either.
      if (age < 0 || age > options.maxAgeMs) return undefined;
      entries.set(key, entry);
      return entry.value;
    },
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, { value, since: options.now() });
      if (entries.size > options.capacity) {
        const [oldest] = entries.keys();
        if (oldest !== undefined) entries.delete(oldest);
      }
    },
    delete: (key) => {
      entries.delete(key);
    },
    get size() {
      return entries.size;
    },
  };
};
