import { setTimeout } from 'node:timers/promises';
import type { EventStore, Position, RecordedEvent, Subscription } from '../event-store/event-store.ts';
import { isConnectionFailure } from '../event-store/postgres/connection-failure.ts';
import { StoreUnavailableError } from '../event-store/store-unavailable.ts';
import { refuseNewer } from '../event-store/upcasting.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Database } from '../platform/sql.ts';
import { type Checkpoint, CheckpointMovedError, openCheckpoint } from './checkpoint.ts';
import { commitBatch } from './commit-batch.ts';
import type { Feed } from './feed.ts';
import type { Projection } from './projection.ts';
import { createRateMeter } from './rate.ts';
import type { ProjectionState } from './state-words.ts';
import { wantedOf } from './wanted.ts';

export interface RunnerOptions {
  readonly store: EventStore;
  readonly feed: Feed;
  readonly sql: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly projection: Projection;
  /** The versions of events that this release understands. */
  readonly schemaVersions?: Readonly<Record<string, number>>;
  /** Most events in one transaction. */
  readonly maxBatch: number;
  /** Awaited after a commit, before the position is reported: the applied events and the age of the oldest, in ms. */
  readonly onApplied?: (events: readonly RecordedEvent[], oldestLagMs: number) => void | Promise<void>;
  readonly onPosition?: (position: Position) => void;
  readonly onParked?: (parking: Parking) => void;
}

/** Where a projection stopped and why. */
export interface Parking {
  readonly position: Position;
  readonly eventType: string;
  readonly error: string;
}

/** An event that a projection cannot apply; everything before it is committed. */
class EventNotAppliedError extends Error {
  readonly event: RecordedEvent;
  constructor(event: RecordedEvent, cause: unknown) {
    super(messageOf(cause), { cause });
    this.event = event;
  }
}

/** Not caused by an event: the database, or the log to which a process appends, cannot be written now (unreachable, full). Retried until it can. */
const isTransient = (error: unknown): boolean =>
  isConnectionFailure(error) || error instanceof StoreUnavailableError;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export interface RunnerStatus {
  readonly name: string;
  readonly state: ProjectionState;
  readonly position: Position;
  /** Events applied since the start of this process, and per second over the last ten seconds. */
  readonly applied: number;
  readonly ratePerSecond: number;
  /** Age of the oldest event of the last batch when its rows were committed, in ms; null before the first. */
  readonly lagMs: number | null;
  /** Batches that failed since the start of this process, including those that succeeded when retried. */
  readonly failures: number;
  readonly lastError: string | null;
}

export interface Runner {
  readonly projection: Projection;
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): RunnerStatus;
}

const ATTEMPTS = 3;
const RETRY_MS = 200;
/** A checkpoint that only skips unrelated events is written at this interval: after a crash the events are skipped again. */
const IDLE_CHECKPOINT_MS = 2000;

/** Drives one projection: each event applied once, in the order of the log. */
export const createRunner = (options: RunnerOptions): Runner => {
  const { store, feed, sql, projection, logger, clock, schemaVersions = {} } = options;
  let state: RunnerStatus['state'] = 'starting';
  let cursor: Position = store.start;
  let persisted: Checkpoint = { position: store.start, generation: 0, carriedThrough: null };
  let persistedAt = 0;
  let applied = 0;
  let lagMs: number | null = null;
  let failures = 0;
  const rate = createRateMeter();
  let lastError: string | null = null;
  let memoryAhead = false;
  let subscription: Subscription | undefined;
  const stopping = new AbortController();

  const stopped = (): boolean => stopping.signal.aborted;
  /** Ends early on stop. */
  const pause = (ms: number): Promise<void> =>
    setTimeout(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  const commit = async (events: readonly RecordedEvent[], to: Position): Promise<void> => {
    await commitBatch(sql, projection, events, persisted, to);
    persisted = { ...persisted, position: to };
    persistedAt = performance.now();
  };

  const arriveAt = (position: Position): void => {
    cursor = position;
    options.onPosition?.(position);
  };

  const apply = async (batch: readonly RecordedEvent[]): Promise<void> => {
    const startedAt = performance.now();
    const relevant = wantedOf(batch, projection, persisted, store);
    const to = batch[batch.length - 1]!.position;
    if (relevant.length === 0) {
      if (performance.now() - persistedAt >= IDLE_CHECKPOINT_MS) await commit([], to);
      arriveAt(to);
      return;
    }
    await commitUpToFailure(relevant, to, ATTEMPTS);
    // A full batch: more is waiting.
    if (batch.length >= options.maxBatch) return;
    // The pause follows a batch: events that arrive meanwhile are read when it ends, and nothing waits twice.
    const rest = (projection.minIntervalMs ?? 0) - (performance.now() - startedAt);
    if (rest > 0) await pause(rest);
  };

  const commitWithRetries = async (events: readonly RecordedEvent[], to: Position, attempts: number) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        for (const event of events) refuseNewer(event, schemaVersions);
        // After an attempt that was rolled back, its memory may be ahead of its rows.
        if (memoryAhead) await projection.load?.(sql);
        memoryAhead = true;
        await commit(events, to);
        memoryAhead = false;
        lastError = null;
        return;
      } catch (error) {
        if (error instanceof CheckpointMovedError) throw error;
        lastError = messageOf(error);
        failures += 1;
        logger.warn({ projection: projection.name, attempt, err: error }, 'projection batch failed');
        if (stopped() || (!isTransient(error) && attempt >= attempts)) throw error;
        await pause(RETRY_MS * Math.min(attempt, 10));
      }
    }
  };

  /** Commits a batch; if that fails, everything before the failing event, which is found by bisection. */
  const commitUpToFailure = async (
    events: readonly RecordedEvent[],
    to: Position,
    attempts: number,
  ): Promise<void> => {
    try {
      await commitWithRetries(events, to, attempts);
    } catch (error) {
      if (stopped() || error instanceof CheckpointMovedError || isTransient(error)) throw error;
      if (events.length === 1) throw new EventNotAppliedError(events[0]!, error);
      const middle = events.length >> 1;
      const before = events.slice(0, middle);
      await commitUpToFailure(before, before[middle - 1]!.position, 1);
      await commitUpToFailure(events.slice(middle), to, 1);
      return;
    }
    applied += events.length;
    rate.add(events.length);
    lagMs = clock.now() - Date.parse(events[0]!.recordedAt);
    await options.onApplied?.(events, lagMs);
    arriveAt(to);
  };

  const follow = async (): Promise<void> => {
    while (!stopped()) {
      try {
        persisted = await openCheckpoint(sql, projection.name, store.start);
        await projection.load?.(sql);
        memoryAhead = false;
        persistedAt = performance.now();
        arriveAt(persisted.position);
        state = 'running';
        subscription = feed.subscribe({
          name: projection.name,
          after: cursor,
          maxBatch: options.maxBatch,
          onBatch: apply,
        });
        await subscription.done;
      } catch (error) {
        if (stopped()) break;
        if (!(error instanceof CheckpointMovedError) && !isTransient(error)) {
          state = 'parked';
          lastError = messageOf(error);
          const event = error instanceof EventNotAppliedError ? error.event : undefined;
          const parking = {
            position: event?.position ?? cursor,
            eventType: event?.type ?? '',
            error: lastError,
          };
          logger.error({ projection: projection.name, ...parking, err: error }, 'projection parked');
          options.onParked?.(parking);
          return;
        }
        await pause(RETRY_MS);
      }
    }
  };

  let following: Promise<void> | undefined;
  return {
    projection,
    async start() {
      following = follow();
    },
    async stop() {
      stopping.abort();
      await subscription?.stop();
      await following;
      if (state === 'running' && cursor !== persisted.position)
        await commit([], cursor).catch(() => undefined);
      state = 'stopped';
    },
    status: () => ({
      name: projection.name,
      state,
      position: cursor,
      applied,
      ratePerSecond: rate.perSecond(),
      lagMs,
      failures,
      lastError,
    }),
  };
};
