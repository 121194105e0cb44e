import type { Clock } from '../../platform/clock.ts';
import { connectDatabase } from '../../platform/sql.ts';
import type { EventStore, Position, RecordedEvent } from '../event-store.ts';
import { createChangeSignal } from './change-signal.ts';
import { createGroupCommitWriter } from './group-commit.ts';
import { readAll, readHead, readStream } from './read.ts';
import { fromPosition, toPosition } from './rows.ts';
import { createSubscription } from './subscription.ts';
import { createTailCache } from './tail-cache.ts';

export interface PostgresEventStoreOptions {
  readonly url: string;
  readonly clock: Clock;
  /** Most events in one commit. Default 1000. */
  readonly maxBatchEvents?: number;
  /** Events kept in memory for this process's own subscribers. Default 20,000. */
  readonly tailCacheEvents?: number;
  /** How long an append may wait for the database. Default 30,000 ms. */
  readonly appendTimeoutMs?: number;
  /** How often an idle subscriber looks by itself. Default 1,000 ms. */
  readonly pollIntervalMs?: number;
  readonly onRetry?: (error: unknown) => void;
  readonly onSubscriptionError?: (name: string, error: unknown) => void;
}

export interface PostgresEventStore extends EventStore {
  /** Commits and events since the start, and appends that wait: for metrics and for tests of durability. */
  stats(): { commits: number; events: number; pending: number };
}

const NOTIFY_INTERVAL_MS = 20;
const CACHED_STREAMS = 200_000;

export const createPostgresEventStore = (options: PostgresEventStoreOptions): PostgresEventStore => {
  const readers = connectDatabase({ url: options.url, name: 'store-read', maxConnections: 4 });
  const writerSql = connectDatabase({ url: options.url, name: 'store-write', maxConnections: 1 });
  const cache = createTailCache(options.tailCacheEvents ?? 20_000);
  const signal = createChangeSignal({
    pool: readers,
    url: options.url,
    minIntervalMs: NOTIFY_INTERVAL_MS,
    readHead: async () => fromPosition(await readHead(readers)),
  });
  const writer = createGroupCommitWriter({
    sql: writerSql,
    clock: options.clock,
    maxBatchEvents: options.maxBatchEvents ?? 1000,
    maxCachedStreams: CACHED_STREAMS,
    appendTimeoutMs: options.appendTimeoutMs ?? 30_000,
    onCommitted(first: number, events: readonly RecordedEvent[]) {
      cache.push(first, events);
      signal.announce(first + events.length - 1);
    },
    ...(options.onRetry ? { onRetry: options.onRetry } : {}),
  });

  /** What one subscriber reads right behind the cache, since another process wrote it, is there for the next ones. */
  const readTail = async (position: number, limit: number): Promise<readonly RecordedEvent[]> => {
    const batch = await readAll(readers, { after: toPosition(position), limit });
    if (batch.length > 0) cache.extend(position + 1, batch);
    return batch;
  };

  return {
    start: toPosition(0),
    append: (request) => writer.append(request),
    appendMany: (requests) => Promise.all(requests.map((request) => writer.append(request))),
    readStream: (stream, readOptions) => readStream(readers, stream, readOptions ?? {}),
    readAll: (readOptions) => readAll(readers, readOptions),
    head: () => readHead(readers),
    comparePositions: (a, b) => fromPosition(a) - fromPosition(b),
    distance: (from: Position, to: Position) => fromPosition(to) - fromPosition(from),
    subscribe: (subscribeOptions) =>
      createSubscription(
        {
          fromCache: (position, limit) => cache.after(position, limit),
          fromLog: (position, limit) => readTail(position, limit),
          onChange: (listener) => signal.onChange(listener),
          knownHead: () => signal.knownHead(),
          pollIntervalMs: options.pollIntervalMs ?? 1000,
          ...(options.onSubscriptionError ? { onError: options.onSubscriptionError } : {}),
        },
        subscribeOptions,
      ),
    stats: () => ({ ...writer.stats(), pending: writer.pending() }),
    async close() {
      await writer.drain();
      await signal.close();
      await Promise.all([readers.end(), writerSql.end()]);
    },
  };
};
