import { guarded } from '../../platform/guard.ts';
import { matches } from '../event-filter.ts';
import type { EventFilter, RecordedEvent, SubscribeOptions, Subscription } from '../event-store.ts';
import { fromPosition, toPosition } from './rows.ts';

/** A range of the log: the selected events, and its end. */
export interface Stretch {
  readonly events: readonly RecordedEvent[];
  /** No other event up to here is selected. */
  readonly upTo: number;
}

export interface SubscriptionSource {
  /** Events after a position from the tail cache; undefined if it does not contain them. */
  fromCache(position: number, limit: number): readonly RecordedEvent[] | undefined;
  fromLog(position: number, limit: number, filter: EventFilter | undefined): Promise<Stretch>;
  /** The highest known position; a cursor there need not query the log before the next poll. */
  knownHead(): number;
  /** Calls back when there may be new events. */
  onChange(listener: () => void): () => void;
  /** Safety net for lost notifications. */
  readonly pollIntervalMs: number;
  onError?(name: string, error: unknown): void;
}

const DEFAULT_BATCH = 1000;
const RETRY_MS = 500;

/** Catch-up, then live. Dense positions in commit order make "everything after my cursor" complete by construction. */
export const createSubscription = (source: SubscriptionSource, options: SubscribeOptions): Subscription => {
  const stopping = new AbortController();
  const limit = options.maxBatch ?? DEFAULT_BATCH;
  let cursor = fromPosition(options.after);
  let news = false;
  let wake: (() => void) | undefined;
  const unsubscribe = source.onChange(() => {
    news = true;
    wake?.();
  });

  /** True: the log is queried even without a notification, since notifications can be lost. */
  let poll = true;

  /** Waits until there are new events, a poll is due, or the subscription is stopped. */
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const finish = guarded('postgres subscription abort', () => {
        clearTimeout(timer);
        stopping.signal.removeEventListener('abort', finish);
        wake = undefined;
        resolve();
      });
      const timer = setTimeout(
        guarded('postgres subscription timer', () => {
          poll = true;
          finish();
        }),
        ms,
      );
      stopping.signal.addEventListener('abort', finish);
      wake = finish;
      if (news || stopping.signal.aborted) finish();
    });

  const next = async (): Promise<Stretch | undefined> => {
    const cached = source.fromCache(cursor, limit);
    if (cached !== undefined) {
      const { filter } = options;
      return {
        events: filter === undefined ? cached : cached.filter((event) => matches(filter, event)),
        upTo: fromPosition(cached[cached.length - 1]!.position),
      };
    }
    if (!poll && cursor >= source.knownHead()) return { events: [], upTo: cursor };
    try {
      poll = false;
      return await source.fromLog(cursor, limit, options.filter);
    } catch (error) {
      source.onError?.(options.name, error);
      return undefined;
    }
  };

  const run = async (): Promise<void> => {
    let caughtUp = false;
    while (!stopping.signal.aborted) {
      news = false;
      const stretch = await next();
      if (stretch === undefined) {
        news = false;
        poll = true;
        await pause(RETRY_MS);
        continue;
      }
      if (stretch.upTo === cursor) {
        if (!caughtUp) {
          caughtUp = true;
          options.onCaughtUp?.();
        }
        await pause(source.pollIntervalMs);
        continue;
      }
      if (stretch.events.length > 0) await options.onBatch(stretch.events);
      cursor = stretch.upTo;
      await options.onCheckpoint?.(toPosition(cursor));
    }
  };

  const done = run().finally(unsubscribe);
  done.catch(() => undefined);
  return {
    done,
    async stop() {
      stopping.abort();
      await done.catch(() => undefined);
    },
  };
};
