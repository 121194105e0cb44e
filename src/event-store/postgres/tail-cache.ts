import type { RecordedEvent } from '../event-store.ts';

/**
 * The last events that this process committed, so that its own subscribers need not read them back.
 * Holds one gapless run of positions; a commit that does not continue the run starts a new one.
 */
export interface TailCache {
  /** `first` is the position of `events[0]`; the events are in dense order. */
  push(first: number, events: readonly RecordedEvent[]): void;
  /** The same for events that were read: taken only where they continue the run, or where there is none. */
  extend(first: number, events: readonly RecordedEvent[]): void;
  /** Events after `position`, or undefined when the run does not reach back (or forward) that far. */
  after(position: number, limit: number): readonly RecordedEvent[] | undefined;
}

export const createTailCache = (maxEvents: number): TailCache => {
  let run: RecordedEvent[] = [];
  let first = 0;
  const append = (events: readonly RecordedEvent[]): void => {
    for (const event of events) run.push(event);
    if (run.length > maxEvents * 2) {
      const surplus = run.length - maxEvents;
      run = run.slice(surplus);
      first += surplus;
    }
  };
  return {
    push(position, events) {
      if (position !== first + run.length) {
        run = [];
        first = position;
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
