import type { Clock } from '../../platform/clock.ts';
import { matches } from '../event-filter.ts';
import type {
  EventStore,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
} from '../event-store.ts';
import { StoreUnavailableError } from '../store-unavailable.ts';
import { createClient } from './client.ts';
import { type ServerEvent, toRecordedEvent } from './envelope.ts';
import { comparePositions, fromPosition, isPosition, START_POSITION } from './position.ts';
import { createSubscription } from './subscription.ts';
import { createWriter } from './writer.ts';

export interface EventStoreDbOptions {
  /** Connection string of the server: `esdb://user:password@host:2113?tls=true`, `esdb+discover://` for a cluster. */
  readonly url: string;
  readonly clock: Clock;
  /** Most events in one write. Default 1000. */
  readonly maxBatchEvents?: number;
  /** Events at the end of a stream among which a repeated id is recognised. Default 500. */
  readonly repeatWindow?: number;
  /** How long one call may take before it counts as failed. Default 10,000 ms. */
  readonly callTimeoutMs?: number;
  /** How long an append is retried. Default 30,000 ms. */
  readonly appendTimeoutMs?: number;
  readonly onRetry?: (error: unknown) => void;
  readonly onSubscriptionError?: (name: string, error: unknown) => void;
}

const PAGE = 2000;
const FIRST_HEAD_PAGE = 16;

/**
 * The event store on EventStoreDB (20.6 and later) or KurrentDB. Other applications may use the same server: events without
 * our envelope are ignored.
 */
export const createEventStoreDbEventStore = (options: EventStoreDbOptions): EventStore => {
  const client = createClient(options.url, options.callTimeoutMs ?? 10_000);
  const writer = createWriter({
    client,
    clock: options.clock,
    maxBatchEvents: options.maxBatchEvents ?? 1000,
    repeatWindow: options.repeatWindow ?? 500,
    appendTimeoutMs: options.appendTimeoutMs ?? 30_000,
    ...(options.onRetry ? { onRetry: options.onRetry } : {}),
  });

  const reading = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw new StoreUnavailableError(error);
    }
  };

  const readStream = async (
    stream: string,
    { direction = 'forwards', fromVersion, limit = Number.POSITIVE_INFINITY }: ReadStreamOptions,
  ): Promise<RecordedEvent[]> => {
    const step = direction === 'forwards' ? 1 : -1;
    const events: RecordedEvent[] = [];
    let from: number | 'start' | 'end' = fromVersion ?? (step === 1 ? 'start' : 'end');
    while (events.length < limit && (typeof from !== 'number' || from >= 1)) {
      const count = Math.min(PAGE, limit - events.length);
      const page = await client.readStream(stream, from, direction, count);
      for (const event of page) {
        const recorded = toRecordedEvent(event);
        if (recorded !== undefined) events.push(recorded);
      }
      if (page.length < count) break;
      from = page[page.length - 1]!.revision + 1 + step;
    }
    return events;
  };

  const readAll = async ({ after, limit, filter }: ReadAllOptions): Promise<RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    let from: Position | 'start' = after === START_POSITION ? 'start' : after;
    while (events.length < limit) {
      // One more than needed: a page begins with the last event of the previous one.
      const count = Math.min(PAGE, limit - events.length) + 1;
      const page = await client.readAll(from, 'forwards', count);
      for (const event of page) {
        if (event.position === from || events.length === limit) continue;
        const recorded = toRecordedEvent(event);
        if (recorded !== undefined && (filter === undefined || matches(filter, recorded)))
          events.push(recorded);
      }
      if (page.length < count) break;
      from = page[page.length - 1]!.position;
    }
    return events;
  };

  /** The server may have written many system events at the end: the search stops at the known head. */
  let knownHead: Position = START_POSITION;
  const head = async (): Promise<Position> => {
    let from: Position | 'end' = 'end';
    for (let count = FIRST_HEAD_PAGE; ; count = Math.min(count * 2, PAGE)) {
      const page: readonly ServerEvent[] = await client.readAll(from, 'backwards', count);
      for (const event of page) {
        if (comparePositions(event.position, knownHead) <= 0) return knownHead;
        if (toRecordedEvent(event) === undefined) continue;
        if (comparePositions(event.position, knownHead) > 0) knownHead = event.position;
        return event.position;
      }
      if (page.length < count) return knownHead;
      from = page[page.length - 1]!.position;
    }
  };

  return {
    start: START_POSITION,
    append: (request) => writer.append(request),
    appendMany: (requests) => Promise.all(requests.map((request) => writer.append(request))),
    readStream: (stream, readOptions) => reading(() => readStream(stream, readOptions ?? {})),
    readAll: (readOptions) => reading(() => readAll(readOptions)),
    head: () => reading(head),
    comparePositions,
    isPosition,
    distance: (from, to) => Number((fromPosition(to)?.commit ?? 0n) - (fromPosition(from)?.commit ?? 0n)),
    distanceUnit: 'bytes',
    subscribe: (subscribeOptions) =>
      createSubscription(
        { client, ...(options.onSubscriptionError ? { onError: options.onSubscriptionError } : {}) },
        subscribeOptions,
      ),
    setRetention: (stream, retention) => reading(() => client.setRetention(stream, retention)),
    retention: (stream) => reading(() => client.retention(stream)),
    stats: () => ({ ...writer.stats(), pending: writer.pending() }),
    async close() {
      await writer.drain();
      await client.close();
    },
  };
};
