/** What may have something to do at a time. `scheduledAt` is the timers' own: the second it is looked at, Infinity for never. */
export interface Timed {
  scheduledAt: number;
}

export interface Timers<Unit extends Timed> {
  /** Looks at it at `due` (ms) or before. */
  schedule(unit: Unit, due: number | undefined): void;
  /** Whether anything is due at `now`. */
  isDue(now: number): boolean;
  /** Everything that is due at `now`, in no order. Who takes it schedules it again. */
  takeDue(now: number): Unit[];
}

/**
 * Timers of very many things that mostly move later: a message puts off when its device is overdue, thousands of times a second.
 * So a thing lies in the bucket of one second, not later than it is due, and is asked when it is due only when that second has
 * come; what was put off goes to a later bucket then. Moving later costs nothing, and no thing lies in two valid places.
 */
export const createTimers = <Unit extends Timed>(
  dueOf: (unit: Unit, now: number) => number | undefined,
): Timers<Unit> => {
  const buckets = new Map<number, Unit[]>();
  /** No bucket lies before this second. */
  let first = Number.POSITIVE_INFINITY;

  const schedule = (unit: Unit, due: number | undefined): void => {
    if (due === undefined || due === Number.POSITIVE_INFINITY) return;
    const second = Math.floor(due / 1000);
    if (second >= unit.scheduledAt) return;
    unit.scheduledAt = second;
    const bucket = buckets.get(second);
    if (bucket === undefined) buckets.set(second, [unit]);
    else bucket.push(unit);
    if (second < first) first = second;
  };

  /** Seconds up to `last` that have a bucket. */
  const secondsUpTo = (last: number): number[] => {
    if (last - first > buckets.size) return [...buckets.keys()].filter((second) => second <= last);
    const seconds: number[] = [];
    for (let second = first; second <= last; second += 1) if (buckets.has(second)) seconds.push(second);
    return seconds;
  };

  /** Looks through what may be due; what is not goes to its later bucket, and what is due to `found` until it says stop. */
  const look = (now: number, found: (unit: Unit, due: number) => 'stop' | 'go on'): void => {
    const last = Math.floor(now / 1000);
    for (const second of secondsUpTo(last)) {
      const bucket = buckets.get(second)!;
      buckets.delete(second);
      while (bucket.length > 0) {
        const unit = bucket.pop()!;
        // It lies in an earlier bucket, or was taken: this place is out of date.
        if (unit.scheduledAt !== second) continue;
        unit.scheduledAt = Number.POSITIVE_INFINITY;
        const due = dueOf(unit, now);
        if (due === undefined || due > now) {
          schedule(unit, due);
          continue;
        }
        if (found(unit, due) === 'go on') continue;
        bucket.push(unit);
        unit.scheduledAt = second;
        buckets.set(second, [...bucket, ...(buckets.get(second) ?? [])]);
        first = Math.min(first, second);
        return;
      }
    }
    // Whatever was put off lies in the present second or later.
    first = Math.max(first, last);
  };

  return {
    schedule,
    isDue(now) {
      let due = false;
      look(now, () => {
        due = true;
        return 'stop';
      });
      return due;
    },
    takeDue(now) {
      const taken: Unit[] = [];
      look(now, (unit) => {
        taken.push(unit);
        return 'go on';
      });
      return taken;
    },
  };
};
