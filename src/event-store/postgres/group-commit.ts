import type { Clock } from '../../platform/clock.ts';
import type { Database, Sql } from '../../platform/sql.ts';
import type { AppendRequest, AppendResult, RecordedEvent } from '../event-store.ts';
import { StoreUnavailableError } from '../store-unavailable.ts';
import { isConnectionFailure } from './connection-failure.ts';
import {
  type BatchPlan,
  type KnownEvent,
  type PreparedRequest,
  planBatch,
  prepareRequest,
} from './plan-batch.ts';

export interface GroupCommitOptions {
  /** A pool of one connection that only this writer uses. */
  readonly sql: Database;
  readonly clock: Clock;
  /** Most events in one transaction. */
  readonly maxBatchEvents: number;
  /** Most streams whose versions are remembered between batches. */
  readonly maxCachedStreams: number;
  /** A request that could not be committed for this long is given up with StoreUnavailableError. */
  readonly appendTimeoutMs: number;
  /** Called after each commit, before the appenders are answered. */
  readonly onCommitted: (first: number, events: readonly RecordedEvent[]) => void;
  /** Called when the database failed and the batch will be tried again. */
  readonly onRetry?: (error: unknown) => void;
}

export interface GroupCommitWriter {
  append(requests: readonly AppendRequest[]): Promise<AppendResult[]>;
  /** Waits for everything in the queue; later appends are refused. */
  drain(): Promise<void>;
  /** Requests that wait for their commit. */
  pending(): number;
  stats(): { commits: number; events: number };
}

interface Pending {
  readonly request: PreparedRequest;
  readonly deadline: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
  /** True once answered; what a lost connection leaves unanswered is tried again. */
  settled: boolean;
}

const RETRY_FIRST_MS = 50;
const RETRY_LONGEST_MS = 1000;

/**
 * One writer per process: whatever is queued while a transaction commits goes into the next one. A batch whose
 * transaction fails for want of a connection is tried again as it is: ids make the repeat harmless even when the
 * lost commit had in fact happened.
 */
export const createGroupCommitWriter = (options: GroupCommitOptions): GroupCommitWriter => {
  const { sql, clock } = options;
  let queue: Pending[] = [];
  let busy = false;
  let onIdle: (() => void)[] = [];
  let draining = false;
  let commits = 0;
  let eventCount = 0;
  /** Versions of streams as of `cachedHead`: right as long as nobody else has written since. */
  const cachedVersions = new Map<string, number>();
  let cachedHead = -1;

  const forget = () => {
    cachedVersions.clear();
    cachedHead = -1;
  };

  const remember = (head: number, plan: BatchPlan) => {
    for (const { recorded } of plan.rows) {
      cachedVersions.delete(recorded.stream);
      cachedVersions.set(recorded.stream, recorded.version);
    }
    for (const stream of cachedVersions.keys()) {
      if (cachedVersions.size <= options.maxCachedStreams) break;
      cachedVersions.delete(stream);
    }
    cachedHead = head + plan.rows.length;
  };

  const commit = async (batch: readonly Pending[]): Promise<BatchPlan> => {
    const requests = batch.map((pending) => pending.request);
    const ids = requests.flatMap((request) => request.events.map(({ event }) => event.id));
    const streams = [...new Set(requests.map((request) => request.stream))];
    let head = 0;
    const plan = await sql.begin(async (tx) => {
      const uncached = streams.filter((stream) => !cachedVersions.has(stream));
      // The lock is a statement of its own and comes first: what follows has a later snapshot and sees every commit
      // before ours. (When the three were sent together, a driver that starts a query only when it is awaited read
      // the versions before the lock, and writers of several processes met in unique violations.)
      head = await lockHead(tx);
      const known = await readKnown(tx, ids);
      const loaded = await readVersions(tx, uncached);
      let versions = loaded;
      if (head !== cachedHead) {
        forget();
        versions = uncached.length === streams.length ? loaded : await readVersions(tx, streams);
      } else {
        for (const stream of streams) {
          const cached = cachedVersions.get(stream);
          if (cached !== undefined) versions.set(stream, cached);
        }
      }
      const decided = planBatch(requests, head, known, versions, new Date(clock.now()).toISOString());
      if (decided.rows.length > 0) await insertRows(tx, decided, head);
      return decided;
    });
    remember(head, plan);
    if (plan.rows.length > 0) {
      commits += 1;
      eventCount += plan.rows.length;
      options.onCommitted(
        head + 1,
        plan.rows.map((row) => row.recorded),
      );
    }
    return plan;
  };

  /** Commits a batch; an item that the database refuses is found by halving and fails alone. */
  const commitOrSplit = async (batch: readonly Pending[]): Promise<void> => {
    try {
      const plan = await commit(batch);
      batch.forEach((pending, index) => {
        pending.settled = true;
        pending.resolve(plan.results[index]!);
      });
    } catch (error) {
      forget();
      if (isConnectionFailure(error)) throw error;
      if (batch.length === 1) {
        batch[0]!.settled = true;
        batch[0]!.reject(error);
        return;
      }
      const middle = batch.length >> 1;
      await commitOrSplit(batch.slice(0, middle));
      await commitOrSplit(batch.slice(middle));
    }
  };

  const run = async (): Promise<void> => {
    let delay = RETRY_FIRST_MS;
    while (queue.length > 0) {
      const batch = takeBatch(queue, options.maxBatchEvents);
      queue = queue.slice(batch.length);
      try {
        await commitOrSplit(batch);
        delay = RETRY_FIRST_MS;
      } catch (error) {
        const left = batch.filter((pending) => !pending.settled);
        options.onRetry?.(error);
        const now = performance.now();
        const expired = left.filter((pending) => pending.deadline <= now);
        for (const pending of expired) pending.reject(new StoreUnavailableError(error));
        queue = [...left.filter((pending) => pending.deadline > now), ...queue];
        await new Promise((resolve) => setTimeout(resolve, delay));
        delay = Math.min(delay * 2, RETRY_LONGEST_MS);
      }
    }
    busy = false;
    for (const callback of onIdle) callback();
    onIdle = [];
  };

  return {
    append(requests) {
      if (draining) return Promise.reject(new StoreUnavailableError('the store is closing'));
      const deadline = performance.now() + options.appendTimeoutMs;
      const results = requests.map(
        (request) =>
          new Promise<AppendResult>((resolve, reject) => {
            queue.push({ request: prepareRequest(request), deadline, resolve, reject, settled: false });
          }),
      );
      if (!busy && queue.length > 0) {
        busy = true;
        void run();
      }
      return Promise.all(results);
    },
    async drain() {
      draining = true;
      if (busy) await new Promise<void>((resolve) => onIdle.push(resolve));
    },
    pending: () => queue.length,
    stats: () => ({ commits, events: eventCount }),
  };
};

const takeBatch = (queue: readonly Pending[], maxEvents: number): readonly Pending[] => {
  let count = 0;
  let events = 0;
  for (const pending of queue) {
    events += pending.request.events.length;
    if (count > 0 && events > maxEvents) break;
    count += 1;
  }
  return queue.slice(0, count);
};

const lockHead = async (tx: Sql): Promise<number> => {
  const [row] = await tx<{
    position: string;
  }>`select position from event_head where singleton = 1 for update`;
  return Number(row!.position);
};

const readKnown = async (tx: Sql, ids: readonly string[]): Promise<Map<string, KnownEvent>> => {
  const rows = await tx<{ id: string; stream: string; version: number; position: string; digest: string }>`
    select id, stream, version, position, content_digest as digest from events where id = any(${ids as string[]}::uuid[])`;
  return new Map(
    rows.map((row) => [
      row.id,
      { stream: row.stream, version: row.version, position: Number(row.position), digest: row.digest },
    ]),
  );
};

const readVersions = async (tx: Sql, streams: readonly string[]): Promise<Map<string, number>> => {
  if (streams.length === 0) return new Map();
  const rows = await tx<{ stream: string; version: number | null }>`
    select wanted.stream, (select max(version) from events where events.stream = wanted.stream) as version
    from unnest(${streams as string[]}::text[]) as wanted(stream)`;
  return new Map(rows.map((row) => [row.stream, row.version ?? 0]));
};

const insertRows = async (tx: Sql, plan: BatchPlan, head: number): Promise<void> => {
  const { rows } = plan;
  const recordedAt = rows[0]!.recorded.recordedAt;
  await tx`
      insert into events (position, stream, version, id, type, schema_version, content_digest, recorded_at, data, meta)
      select ${head}::bigint + row.n, row.stream, row.version, row.id, row.type, row.schema_version, row.digest,
        ${recordedAt}::timestamptz, row.data, row.meta
      from unnest(
        ${rows.map((row) => row.recorded.stream)}::text[],
        ${rows.map((row) => row.recorded.version)}::int[],
        ${rows.map((row) => row.recorded.id)}::uuid[],
        ${rows.map((row) => row.recorded.type)}::text[],
        ${rows.map((row) => row.recorded.schemaVersion)}::smallint[],
        ${rows.map((row) => row.digest)}::uuid[],
        ${rows.map((row) => row.dataText)}::text[],
        ${rows.map((row) => row.metaText)}::text[]
      ) with ordinality as row(stream, version, id, type, schema_version, digest, data, meta, n)`;
  await tx`update event_head set position = ${head + rows.length} where singleton = 1`;
};
