import { setTimeout } from 'node:timers/promises';
import type { AllStreamSubscription } from '@eventstore/db-client';
import { guarded } from '../../platform/guard.ts';
import { matches } from '../event-filter.ts';
import type { Position, RecordedEvent, SubscribeOptions, Subscription } from '../event-store.ts';
import { type Client, toServerEvent } from './client.ts';
import { toRecordedEvent } from './envelope.ts';
import { comparePositions, START_POSITION } from './position.ts';

const DEFAULT_BATCH = 1000;
/** Pause between a failed subscription and the next; none if the server ended it because we were slow. */
const RETRY_MS = 500;

export interface SubscriptionSource {
  readonly client: Client;
  onError?(name: string, error: unknown): void;
}

/** A catch-up subscription to $all that resumes automatically where it was after a failure of its connection or the server. */
export const createSubscription = (
  { client, onError }: SubscriptionSource,
  options: SubscribeOptions,
): Subscription => {
  const stopping = new AbortController();
  const maxBatch = options.maxBatch ?? DEFAULT_BATCH;
  let cursor = options.after;
  let current: AllStreamSubscription | undefined;
  let wake: () => void = () => undefined;

  const wanted = (stream: AllStreamSubscription): readonly RecordedEvent[] => {
    const batch: RecordedEvent[] = [];
    while (batch.length < maxBatch) {
      const resolved = stream.read();
      if (resolved === null) break;
      const event = toServerEvent(resolved);
      if (event === undefined) continue;
      cursor = event.position;
      const recorded = toRecordedEvent(event);
      if (recorded !== undefined && (options.filter === undefined || matches(options.filter, recorded)))
        batch.push(recorded);
    }
    return batch;
  };

  /** Runs until the subscription ends; throws the cause, errors of the consumer as ConsumerError. */
  const follow = async (): Promise<void> => {
    let failure: { readonly error: unknown } | undefined;
    let ended = false;
    let caughtUp = false;
    let checkpoint: Position = START_POSITION;
    let news = true;
    const signal = guarded('eventstoredb subscription readable', () => {
      news = true;
      wake();
    });
    const stream = client.subscribe({
      after: cursor === START_POSITION ? undefined : cursor,
      filter: options.filter,
      highWaterMark: maxBatch,
      onCheckpoint(position) {
        checkpoint = position;
        signal();
      },
    });
    current = stream;
    stream
      .on('readable', signal)
      .on(
        'caughtUp',
        guarded('eventstoredb subscription caughtUp', () => {
          caughtUp = true;
          signal();
        }),
      )
      .on(
        'error',
        guarded('eventstoredb subscription error', (error: unknown) => {
          failure = { error };
          signal();
        }),
      )
      .on(
        'end',
        guarded('eventstoredb subscription end', () => {
          ended = true;
          signal();
        }),
      );
    let reported = cursor;
    while (!stopping.signal.aborted) {
      if (!news) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = () => undefined;
      }
      if (stopping.signal.aborted) return;
      news = false;
      for (;;) {
        const before = cursor;
        const batch = wanted(stream);
        if (batch.length > 0) await handOver(() => options.onBatch(batch));
        if (cursor === before) break;
        if (stopping.signal.aborted) return;
      }
      // Everything that was sent before the checkpoint has been read.
      if (comparePositions(checkpoint, cursor) > 0) cursor = checkpoint;
      if (cursor !== reported) {
        reported = cursor;
        await handOver(() => options.onCheckpoint?.(reported));
      }
      if (caughtUp && stream.readableLength === 0) {
        caughtUp = false;
        options.onCaughtUp?.();
      }
      if (failure !== undefined) throw failure.error;
      if (ended) return;
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await follow();
      } catch (error) {
        if (error instanceof ConsumerError) throw error.cause;
        onError?.(options.name, error);
        if (!isTooSlow(error))
          await setTimeout(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      } finally {
        await current?.unsubscribe().catch(() => undefined);
        current = undefined;
      }
    }
  };

  const done = run();
  done.catch(() => undefined);
  return {
    done,
    async stop() {
      stopping.abort();
      wake();
      await done.catch(() => undefined);
    },
  };
};

class ConsumerError extends Error {}

const handOver = async (call: () => Promise<void> | void): Promise<void> => {
  try {
    await call();
  } catch (error) {
    throw new ConsumerError('the consumer failed', { cause: error });
  }
};

const isTooSlow = (error: unknown): boolean => error instanceof Error && /too slow/i.test(error.message);
