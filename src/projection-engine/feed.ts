import { setTimeout } from 'node:timers/promises';
import type { EventStore, Position, RecordedEvent, Subscription } from '../event-store/event-store.ts';
import { createHistory } from './history.ts';
import { firstAfter } from './positions.ts';

export interface FeedOptions {
  readonly store: EventStore;
  /** Most events at the end of the log that are kept in memory for subscribers that have not reached them yet. */
  readonly keepEvents: number;
  /** Events in one read of history, and in one batch of it; events that several subscribers need at the same position are read once. */
  readonly pageEvents: number;
  readonly onError: (name: string, error: unknown) => void;
}

export interface FeedSubscriber {
  readonly name: string;
  readonly after: Position;
  /** Most events of a batch at the log's end. */
  readonly maxBatch: number;
  /** Called with one batch at a time; a rejection ends the subscription. */
  readonly onBatch: (batch: readonly RecordedEvent[]) => Promise<void>;
}

/** One subscription to the log for all projections of a process, each of which advances at its own pace. */
export interface Feed {
  subscribe(subscriber: FeedSubscriber): Subscription;
  close(): Promise<void>;
}

/** The end of the log, in memory: everything after `before`, up to `upTo`. */
interface Tail {
  events: RecordedEvent[];
  before: Position;
  upTo: Position;
  /** Number of `events[0]`, counted from the first event that the feed was given. */
  first: number;
}

/** Where a subscriber is: the number of its next event while it is within the tail. */
interface Place {
  next: number | undefined;
}

/** Events that every subscriber has passed are released in pieces of at least this size. */
const MIN_PASSED = 500;
const RETRY_MS = 500;
/** Others stop waiting for a subscriber that spends longer than this on one page of history. */
const IDLE_TIMEOUT_MS = 5000;

export const createFeed = ({ store, keepEvents, pageEvents, onError }: FeedOptions): Feed => {
  let tail: Tail | undefined;
  let source: Subscription | undefined;
  let opening: Promise<void> | undefined;
  let closed = false;
  const wakes = new Set<() => void>();
  const places = new Set<Place>();
  const past = createHistory({ store, pageEvents, idleTimeoutMs: IDLE_TIMEOUT_MS });
  const wakeAll = () => {
    for (const wake of wakes) wake();
  };

  /** Number of events of the tail that are no longer needed; a subscriber behind the tail may need all of them. */
  const passed = ({ first }: Tail): number => {
    let least = Number.POSITIVE_INFINITY;
    for (const { next = first } of places) least = Math.min(least, next);
    return places.size === 0 ? 0 : Math.max(0, least - first);
  };

  /**
   * Events are kept as briefly as possible: those that survive many young-generation collections are promoted to the old
   * generation, and cause most of the collector's work.
   */
  const keep = (into: Tail, batch: readonly RecordedEvent[]): void => {
    const done = passed(into);
    for (const event of batch) into.events.push(event);
    const { length } = into.events;
    const surplus = length > keepEvents * 2 ? length - keepEvents : 0;
    const count = Math.max(surplus, done >= MIN_PASSED && done * 2 >= length ? done : 0);
    if (count === 0) return;
    into.before = into.events[count - 1]!.position;
    into.events = into.events.slice(count);
    into.first += count;
  };

  /** The tail begins at the current end of the log; subscribers that need earlier events read them in pages. */
  const open = async (): Promise<void> => {
    const head = await store.head();
    if (closed) return;
    const fresh: Tail = { events: [], before: head, upTo: head, first: 0 };
    tail = fresh;
    source = store.subscribe({
      name: 'projections',
      after: head,
      onBatch(batch) {
        keep(fresh, batch);
      },
      onCheckpoint(position) {
        fresh.upTo = position;
        wakeAll();
      },
    });
    wakeAll();
  };

  /** Number of the first event after a position within the tail. */
  const numberAfter = ({ events, first }: Tail, position: Position): number =>
    first + firstAfter(store, events, position);
  const isWithin = ({ before, upTo }: Tail, position: Position): boolean =>
    store.comparePositions(before, position) <= 0 && store.comparePositions(position, upTo) <= 0;

  const subscribe = (subscriber: FeedSubscriber): Subscription => {
    const { name, maxBatch, onBatch } = subscriber;
    const stopping = new AbortController();
    const { signal } = stopping;
    let cursor = subscriber.after;
    const place: Place = { next: undefined };
    places.add(place);
    const reader = past.join();
    let news = false;
    let wake: (() => void) | undefined;
    const onNews = () => {
      news = true;
      wake?.();
    };
    wakes.add(onNews);

    const pause = async (): Promise<void> => {
      if (!news && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
    };

    const hand = async (batch: readonly RecordedEvent[]): Promise<void> => {
      if (signal.aborted) return;
      await onBatch(batch);
      cursor = batch[batch.length - 1]!.position;
    };

    const history = async (): Promise<readonly RecordedEvent[] | undefined> => {
      try {
        opening ??= open();
        await opening;
        return await reader.next(cursor);
      } catch (error) {
        opening = tail === undefined ? undefined : opening;
        onError(name, error);
        await setTimeout(RETRY_MS, undefined, { signal }).catch(() => undefined);
        return undefined;
      }
    };

    const run = async (): Promise<void> => {
      while (!signal.aborted) {
        news = false;
        if (place.next === undefined && tail !== undefined && isWithin(tail, cursor))
          place.next = numberAfter(tail, cursor);
        if (place.next !== undefined && tail !== undefined && place.next >= tail.first) {
          const from = place.next - tail.first;
          const batch = tail.events.slice(from, from + maxBatch);
          reader.leave();
          if (batch.length === 0) {
            await pause();
            continue;
          }
          await hand(batch);
          place.next += batch.length;
          continue;
        }
        // Behind the tail, or not yet in it.
        place.next = undefined;
        const page = await history();
        if (page === undefined) continue;
        if (page.length > 0) await hand(page);
        else if (tail === undefined || !isWithin(tail, cursor)) {
          reader.leave();
          await pause();
        }
      }
    };

    const done = run().finally(() => {
      wakes.delete(onNews);
      places.delete(place);
      reader.leave();
    });
    done.catch(() => undefined);
    return {
      done,
      async stop() {
        stopping.abort();
        wake?.();
        await done.catch(() => undefined);
      },
    };
  };

  return {
    subscribe,
    async close() {
      closed = true;
      await source?.stop();
    },
  };
};
