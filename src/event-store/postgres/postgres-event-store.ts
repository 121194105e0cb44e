import type { Clock } from '../../platform/clock.ts';
import { connectDatabase } from '../../platform/connect-database.ts';
import type { EventFilter, EventStore, Position, RecordedEvent } from '../event-store.ts';
import { createChangeSignal } from './change-signal.ts';
import { createGroupCommitWriter } from './group-commit.ts';
import { createPartitionKeeper } from './partitions/partition-keeper.ts';
import { readAll, readHead, readRetention, readStream, writeRetention } from './read.ts';
import { fromPosition, toPosition } from './rows.ts';
import { createSubscription, type Stretch } from './subscription.ts';
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
  /** Most positions in one partition of the ageing streams. Default 10,000,000. */
  readonly partitionEvents?: number;
  /** How often an idle subscriber polls. Default 1,000 ms. */
  readonly pollIntervalMs?: number;
  readonly onRetry?: (error: unknown) => void;
  readonly onSubscriptionError?: (name: string, error: unknown) => void;
  /** The next partition could not be created ahead of time; it is created when it is needed. */
  readonly onPartitionError?: (error: unknown) => void;
}

const NOTIFY_INTERVAL_MS = 20;
const CACHED_STREAMS = 200_000;

export const createPostgresEventStore = (options: PostgresEventStoreOptions): EventStore => {
  const readers = connectDatabase({ url: options.url, name: 'store-read', maxConnections: 4 });
  const writerSql = connectDatabase({
    url: options.url,
    name: 'store-write',
    maxConnections: 1,
    // Its plans are made while partitions are empty, and cached: an index scan is also right when they are full.
    settings: { enable_seqscan: 'off' },
  });
  const cache = createTailCache(options.tailCacheEvents ?? 20_000);
  const signal = createChangeSignal({
    pool: readers,
    url: options.url,
    minIntervalMs: NOTIFY_INTERVAL_MS,
    readHead: async () => fromPosition(await readHead(readers)),
  });
  const partitions = createPartitionKeeper({
    sql: readers,
    clock: options.clock,
    maxEvents: options.partitionEvents ?? 10_000_000,
    ...(options.onPartitionError ? { onError: options.onPartitionError } : {}),
  });
  const writer = createGroupCommitWriter({
    sql: writerSql,
    partitions,
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

  /** Events of another process that one subscriber reads directly after the cache are added to it for the next subscribers. */
  const readTail = async (position: number, limit: number): Promise<Stretch> => {
    const events = await readAll(readers, { after: toPosition(position), limit });
    if (events.length > 0) cache.extend(position + 1, events);
    return { events, upTo: position + events.length };
  };
  const readWanted = async (position: number, limit: number, filter: EventFilter): Promise<Stretch> => {
    const head = await readHead(readers);
    const events = await readAll(readers, { after: toPosition(position), upTo: head, limit, filter });
    const last = events.length === limit ? events[limit - 1]!.position : head;
    return { events, upTo: fromPosition(last) };
  };

  return {
    start: toPosition(0),
    append: (request) => writer.append(request),
    appendMany: (requests) => Promise.all(requests.map((request) => writer.append(request))),
    readStream: (stream, readOptions) =>
      readStream(readers, stream, readOptions ?? {}, new Date(options.clock.now()).toISOString()),
    readAll: (readOptions) => readAll(readers, readOptions),
    head: () => readHead(readers),
    isPosition: (text): text is Position => /^\d+$/.test(text),
    comparePositions: (a, b) => fromPosition(a) - fromPosition(b),
    distance: (from: Position, to: Position) => fromPosition(to) - fromPosition(from),
    distanceUnit: 'events',
    setRetention: (stream, retention) => writeRetention(readers, stream, retention),
    retention: (stream) => readRetention(readers, stream),
    subscribe: (subscribeOptions) =>
      createSubscription(
        {
          fromCache: (position, limit) => cache.after(position, limit),
          fromLog: (position, limit, filter) =>
            filter === undefined ? readTail(position, limit) : readWanted(position, limit, filter),
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
      await partitions.close();
      await signal.close();
      await Promise.all([readers.end(), writerSql.end()]);
    },
  };
};
