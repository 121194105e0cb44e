import { setTimeout } from 'node:timers/promises';
import type { AppendRequest, AppendResult } from '../event-store.ts';
import { EventTooLargeError } from '../event-store.ts';
import { checkNames } from '../plan-batch.ts';
import { StoreUnavailableError } from '../store-unavailable.ts';
import { RefusedError } from './client.ts';
import type { KnownStream } from './known-stream.ts';

interface Pending {
  readonly request: AppendRequest;
  readonly deadline: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Queue of one stream. Requests queued during a write go into the next one. */
export interface Lane {
  readonly stream: string;
  /** Undefined: to be read from the server. */
  state: KnownStream | undefined;
  queue: Pending[];
  busy: boolean;
}

export interface LanesOptions {
  /** Writes requests of one stream together; answers in their order. */
  readonly commit: (lane: Lane, requests: readonly AppendRequest[]) => Promise<readonly AppendResult[]>;
  /** Most events in one write. */
  readonly maxBatchEvents: number;
  /** A request that could not be written for this long is rejected with StoreUnavailableError. */
  readonly appendTimeoutMs: number;
  readonly onRetry?: ((error: unknown) => void) | undefined;
}

export interface Lanes {
  append(request: AppendRequest): Promise<AppendResult>;
  /** Waits for everything in the queues; later appends are refused. */
  drain(): Promise<void>;
  /** Number of waiting requests. */
  pending(): number;
}

/** The server accepts writes of up to 1 MiB (`MaxAppendSize`); several requests are combined only below this, in UTF-16 units. */
const SHARED_WRITE_UNITS = 250_000;
const MAX_LANES = 20_000;
const RETRY_FIRST_MS = 50;
const RETRY_LONGEST_MS = 1000;

/** A lane for each stream: its writes are sequential, and are retried after a failure. */
export const createLanes = (options: LanesOptions): Lanes => {
  const lanes = new Map<string, Lane>();
  let waiting = 0;
  let draining = false;
  let onIdle: (() => void)[] = [];

  const laneOf = (stream: string): Lane => {
    const lane = lanes.get(stream) ?? { stream, queue: [], busy: false, state: undefined };
    // The map is ordered by last use; the first ones are removed. Own code: an LRU cache cannot exempt busy entries.
    lanes.delete(stream);
    lanes.set(stream, lane);
    for (const [name, oldest] of lanes) {
      if (lanes.size <= MAX_LANES || oldest.busy) break;
      lanes.delete(name);
    }
    return lane;
  };

  const commit = (lane: Lane, batch: readonly Pending[]): Promise<readonly AppendResult[]> =>
    options.commit(
      lane,
      batch.map(({ request }) => request),
    );

  const settle = (lane: Lane, batch: readonly Pending[], answer: (pending: Pending, n: number) => void) => {
    lane.queue = lane.queue.slice(batch.length);
    waiting -= batch.length;
    batch.forEach(answer);
  };

  const run = async (lane: Lane): Promise<void> => {
    let delay = RETRY_FIRST_MS;
    while (lane.queue.length > 0) {
      const batch = takeBatch(lane.queue, options.maxBatchEvents);
      try {
        const results = await commit(lane, batch);
        settle(lane, batch, ({ resolve }, n) => resolve(results[n]!));
        delay = RETRY_FIRST_MS;
      } catch (error) {
        if (error instanceof EventTooLargeError && batch.length > 1) {
          await runAlone(lane, batch);
          continue;
        }
        if (isFinal(error)) {
          settle(lane, batch, ({ reject }) =>
            reject(error instanceof RefusedError ? new StoreUnavailableError(error) : error),
          );
          continue;
        }
        options.onRetry?.(error);
        const now = performance.now();
        const expired = lane.queue.filter(({ deadline }) => deadline <= now);
        lane.queue = lane.queue.filter(({ deadline }) => deadline > now);
        waiting -= expired.length;
        for (const { reject } of expired) reject(new StoreUnavailableError(error));
        if (lane.queue.length > 0) await setTimeout(delay);
        delay = Math.min(delay * 2, RETRY_LONGEST_MS);
      }
    }
    lane.busy = false;
    if (waiting === 0) {
      for (const callback of onIdle) callback();
      onIdle = [];
    }
  };

  /** Together they were too large: they are written one by one, and only the oversized one fails. */
  const runAlone = async (lane: Lane, batch: readonly Pending[]): Promise<void> => {
    for (const pending of batch) {
      try {
        const [result] = await commit(lane, [pending]);
        settle(lane, [pending], ({ resolve }) => resolve(result!));
      } catch (error) {
        if (!isFinal(error)) return;
        settle(lane, [pending], ({ reject }) => reject(error));
      }
    }
  };

  return {
    append: (request) =>
      new Promise<AppendResult>((resolve, reject) => {
        if (draining) throw new StoreUnavailableError('the store is closing');
        checkNames(request);
        const lane = laneOf(request.stream);
        const deadline = performance.now() + options.appendTimeoutMs;
        lane.queue.push({ request, deadline, resolve, reject });
        waiting += 1;
        if (lane.busy) return;
        lane.busy = true;
        // Appends in the same tick go into the same write.
        queueMicrotask(() => void run(lane));
      }),
    async drain() {
      draining = true;
      if (waiting > 0) await new Promise<void>((resolve) => onIdle.push(resolve));
    },
    pending: () => waiting,
  };
};

const isFinal = (error: unknown): boolean =>
  error instanceof EventTooLargeError || error instanceof RefusedError;

const sizeOf = ({ events }: AppendRequest): number =>
  events.reduce((size, event) => size + JSON.stringify(event.data).length, 0);

const takeBatch = (queue: readonly Pending[], maxEvents: number): readonly Pending[] => {
  let count = 0;
  let events = 0;
  let size = 0;
  for (const { request } of queue) {
    events += request.events.length;
    if (queue.length > 1) size += sizeOf(request);
    if (count > 0 && (events > maxEvents || size > SHARED_WRITE_UNITS)) break;
    count += 1;
  }
  return queue.slice(0, count);
};
