import type { Clock } from '../../platform/clock.ts';
import { crashPoint } from '../../platform/crash-points.ts';
import type { Database, Sql } from '../../platform/sql.ts';
import type { AppendRequest, AppendResult, RecordedEvent } from '../event-store.ts';
import {
  type BatchPlan,
  checkNames,
  type KnownEvent,
  type PreparedRequest,
  planBatch,
  prepareRequest,
} from '../plan-batch.ts';
import { StoreUnavailableError } from '../store-unavailable.ts';
import { isConnectionFailure } from './connection-failure.ts';
import { insertRows } from './insert-rows.ts';
import { readKnown, readVersions } from './log-state.ts';
import type { PartitionKeeper } from './partitions/partition-keeper.ts';
import { toPosition } from './rows.ts';

export interface GroupCommitOptions {
  /** A pool of one connection used only by this writer. */
  readonly sql: Database;
  readonly partitions: PartitionKeeper;
  readonly clock: Clock;
  /** Most events in one transaction. */
  readonly maxBatchEvents: number;
  /** Most streams whose versions are remembered between batches. */
  readonly maxCachedStreams: number;
  /** A request that could not be committed for this long is rejected with StoreUnavailableError. */
  readonly appendTimeoutMs: number;
  /** Called after each commit, before the appenders get their answers. */
  readonly onCommitted: (first: number, events: readonly RecordedEvent[]) => void;
  /** Called when the database has failed and the batch will be retried. */
  readonly onRetry?: (error: unknown) => void;
}

export interface GroupCommitWriter {
  append(request: AppendRequest): Promise<AppendResult>;
  /** Waits for everything in the queue; later appends are refused. */
  drain(): Promise<void>;
  /** Number of requests waiting for their commit. */
  pending(): number;
  stats(): { commits: number; events: number };
}

interface Pending {
  readonly request: AppendRequest;
  readonly deadline: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
  /** True once answered; requests left unanswered by a lost connection are retried. */
  settled: boolean;
}

const RETRY_FIRST_MS = 50;
const RETRY_LONGEST_MS = 1000;
const UNDEFINED_TABLE = '42P01';

/**
 * One writer per process: requests queued while a transaction commits go into the next one. A batch whose
 * transaction fails because the connection is lost is retried unchanged: ids make the repeat harmless even if the
 * lost commit had in fact happened.
 */
export const createGroupCommitWriter = (options: GroupCommitOptions): GroupCommitWriter => {
  const { sql, clock, partitions } = options;
  let queue: Pending[] = [];
  let busy = false;
  let onIdle: (() => void)[] = [];
  let draining = false;
  let commits = 0;
  let eventCount = 0;
  /** Versions of streams as of `cachedHead`: correct as long as no other process has written since. */
  const cachedVersions = new Map<string, number>();
  let cachedHead = -1;
  /** No other process wrote between our last two commits: the fast path is worth trying. */
  let alone = false;

  const forget = () => {
    cachedVersions.clear();
    cachedHead = -1;
    alone = false;
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

  /** Partitions that are not empty when the log's head is at `head`. */
  const written = (head: number) => partitions.list().filter(({ first }) => first <= head);

  const planAfter = (
    head: number,
    requests: readonly PreparedRequest[],
    known: Map<string, KnownEvent>,
    versions: Map<string, number>,
  ): BatchPlan =>
    planBatch(requests, {
      known,
      versions,
      positionOf: (n) => toPosition(head + 1 + n),
      recordedAt: new Date(clock.now()).toISOString(),
    });

  /**
   * Without a lock, while no other process writes: the reads here are later than our last commit, so they are complete as
   * long as the head is where that commit left it, and the insert verifies that. Undefined: another process has written.
   */
  const commitAlone = async (requests: readonly PreparedRequest[]): Promise<BatchPlan | undefined> => {
    const head = cachedHead;
    const known = await readKnown(sql, requests, written(head));
    const versions = new Map<string, number>();
    const uncached: string[] = [];
    for (const { stream } of requests) {
      const cached = cachedVersions.get(stream);
      if (cached === undefined) uncached.push(stream);
      else versions.set(stream, cached);
    }
    for (const [stream, version] of await readVersions(sql, uncached, written(head)))
      versions.set(stream, version);
    const plan = planAfter(head, requests, known, versions);
    // With nothing to insert the head is not checked: repeats remain valid, but a version conflict may not.
    if (plan.rows.length === 0)
      return plan.results.some(({ status }) => status === 'versionConflict') ? undefined : plan;
    await partitions.ensure(head, head + plan.rows.length);
    return (await insertRows(sql, plan, head)) ? plan : undefined;
  };

  const commitLocked = (requests: readonly PreparedRequest[]): Promise<{ head: number; plan: BatchPlan }> =>
    sql.begin(async (tx) => {
      // The lock is a separate statement and comes first: what follows has a later snapshot and sees every commit
      // before ours. (When the three were sent together, a driver that starts a query only when it is awaited read
      // the versions before the lock, and writers of several processes met in unique violations.)
      const head = await lockHead(tx);
      if (head !== cachedHead) {
        forget();
        // Events of other processes may be in partitions that those have created.
        if (head >= (partitions.list().at(-1)?.first ?? 0)) await partitions.refresh();
      }
      const known = await readKnown(tx, requests, written(head));
      const streams = requests.map(({ stream }) => stream);
      const versions = await readVersions(tx, streams, written(head));
      const plan = planAfter(head, requests, known, versions);
      if (plan.rows.length > 0) {
        await partitions.ensure(head, head + plan.rows.length);
        await insertRows(tx, plan, head);
      }
      return { head, plan };
    });

  /** Retries once if a queried partition has been dropped meanwhile. */
  const withPartitions = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: unknown }).code !== UNDEFINED_TABLE) throw error;
      await partitions.refresh();
      return work();
    }
  };

  const commit = async (batch: readonly Pending[]): Promise<BatchPlan> => {
    const requests = batch.map((pending) => prepareRequest(pending.request));
    const expectedHead = cachedHead;
    let head = expectedHead;
    let plan = alone ? await withPartitions(() => commitAlone(requests)) : undefined;
    if (plan === undefined) {
      ({ head, plan } = await withPartitions(() => commitLocked(requests)));
      alone = head === expectedHead;
    }
    remember(head, plan);
    if (plan.rows.length > 0) {
      crashPoint('eventsCommitted');
      commits += 1;
      eventCount += plan.rows.length;
      options.onCommitted(
        head + 1,
        plan.rows.map((row) => row.recorded),
      );
    }
    return plan;
  };

  /** Commits a batch; a request that the database refuses is found by bisection, and only that one fails. */
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
    append: (request) =>
      new Promise<AppendResult>((resolve, reject) => {
        if (draining) throw new StoreUnavailableError('the store is closing');
        checkNames(request);
        const deadline = performance.now() + options.appendTimeoutMs;
        queue.push({ request, deadline, resolve, reject, settled: false });
        if (busy) return;
        busy = true;
        // Appends in the same tick go into the same commit.
        queueMicrotask(() => void run());
      }),
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
