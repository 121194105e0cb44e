export interface RateMeter {
  add(count: number): void;
  /** Per second, over the last ten whole seconds. */
  perSecond(): number;
}

const SECONDS = 10;

/** `now`: milliseconds of a monotonic clock. */
export const createRateMeter = (now: () => number = () => performance.now()): RateMeter => {
  const counts = new Float64Array(SECONDS + 1);
  let current = Math.floor(now() / 1000);
  /** Empties the buckets of the seconds that have passed since the last call. */
  const turn = (): void => {
    const second = Math.floor(now() / 1000);
    for (let n = Math.max(current + 1, second - SECONDS); n <= second; n += 1) counts[n % counts.length] = 0;
    current = second;
  };
  return {
    add(count) {
      turn();
      const bucket = current % counts.length;
      counts[bucket] = counts[bucket]! + count;
    },
    perSecond() {
      turn();
      const running = counts[current % counts.length]!;
      return (counts.reduce((sum, count) => sum + count, 0) - running) / SECONDS;
    },
  };
};
