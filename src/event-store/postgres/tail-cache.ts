import type { RecordedEvent } from '../event-store.ts';

/**
 * The last events that this process committed, so that its own subscribers need not read them back.
 * Contains one gapless run of positions; a commit that does not continue the run starts a new one. An event is kept for a second or
 * two: live subscribers have it by then, and longer-lived objects are copied by two garbage collections and promoted to the old generation.
 */
export interface TailCache {
  /** `first` is the position of `events[0]`; the events are in dense order. */
  push(first: number, events: readonly RecordedEvent[]): void;
  /** The same for events that were read: added only if they continue the run, or if there is none. */
  extend(first: number, events: readonly RecordedEvent[]): void;
  /** Events after `position`, or undefined if the run does not extend back (or forward) that far. */
  after(position: number, limit: number): readonly RecordedEvent[] | undefined;
}

const KEEP_MS = 1000;

/** `now`: milliseconds of a monotonic clock. */
export const createTailCache = (
  maxEvents: number,
  now: () => number = () => performance.now(),
): TailCache => {
  let run: RecordedEvent[] = [];
  let first = 0;
  /** Index in the run of the first event added since `turnedAt`. */
  let recent = 0;
  let turnedAt = now();

  const drop = (count: number): void => {
    run = run.slice(count);
    first += count;
    recent = Math.max(0, recent - count);
  };
  const append = (events: readonly RecordedEvent[]): void => {
    if (now() - turnedAt >= KEEP_MS) {
      drop(recent);
      recent = run.length;
      turnedAt = now();
    }
    for (const event of events) run.push(event);
    if (run.length > maxEvents * 2) drop(run.length - maxEvents);
  };
  return {
    push(position, events) {
      if (position !== first + run.length) {
        run = [];
        first = position;
        recent = 0;
      }
      append(events);
    },
    extend(position, events) {
      if (run.length === 0) first = position;
      if (position === first + run.length) append(events);
    },
    after(position, limit) {
      const offset = position + 1 - first;
      if (offset < 0 || offset >= run.length) return undefined;
      return run.slice(offset, offset + limit);
    },
  };
};
