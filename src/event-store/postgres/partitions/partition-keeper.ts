import type { Clock } from '../../../platform/clock.ts';
import type { Database, Sql } from '../../../platform/sql.ts';
import {
  attachPartition,
  createPartitionTable,
  type Partition,
  partitionTable,
  readPartitions,
} from './partition.ts';
import { nextPartitionSize } from './partition-size.ts';

export interface PartitionKeeperOptions {
  readonly sql: Database;
  readonly clock: Clock;
  /** Most positions in one partition. */
  readonly maxEvents: number;
  readonly onError?: (error: unknown) => void;
}

/** Creates partitions before they are needed, and closes full ones. */
export interface PartitionKeeper {
  /** All partitions in order, as of the last query. One that is missing here contains only events that other processes wrote since. */
  list(): readonly Partition[];
  /** Queries again: after other processes have written, or if a table did not exist. */
  refresh(): Promise<void>;
  /**
   * Ensures that every position up to `position` has its partition; undefined if that is already known. With the log at `head`,
   * full partitions are also closed, and the next one is created.
   */
  ensure(head: number, position: number): Promise<void> | undefined;
  /** Closes full partitions, saves their versions, creates a spare one. */
  tend(): Promise<void>;
  close(): Promise<void>;
}

/** An arbitrary constant: only one process creates partitions at a time. */
const LOCK = 7_415_205;

export const createPartitionKeeper = (options: PartitionKeeperOptions): PartitionKeeper => {
  const { sql, clock, maxEvents } = options;
  let partitions: readonly Partition[] = [];
  let tending: Promise<void> | undefined;

  const refresh = async (): Promise<void> => {
    partitions = await readPartitions(sql);
  };

  const sizeAfter = async (tx: Sql, existing: readonly Partition[]): Promise<number> => {
    const filled = existing.filter(({ closedAt }) => closedAt !== undefined);
    const last = filled[filled.length - 1];
    if (last === undefined) return nextPartitionSize(undefined, maxEvents);
    const [row] = await tx<{ createdAt: string }>`
      select created_at as "createdAt" from event_partitions where first_position = ${last.first}`;
    const began = filled[filled.length - 2]?.closedAt ?? Date.parse(row!.createdAt);
    return nextPartitionSize(
      { events: last.last - last.first + 1, tookMs: last.closedAt! - began },
      maxEvents,
    );
  };

  /** Creates a partition for `position` and one more, so that writers find the next one ready. */
  const extend = (position: number): Promise<void> =>
    sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCK})`;
      const [head] = await tx<{ position: string }>`select position from event_head where singleton = 1`;
      await tx`
        update event_partitions set closed_at = event_head.recorded_until from event_head
        where closed_at is null and last_position <= event_head.position`;
      const existing = await readPartitions(tx);
      const needed = Math.max(position, Number(head!.position) + 1);
      const size = await sizeAfter(tx, existing);
      let newest: Pick<Partition, 'first' | 'last'> = existing[existing.length - 1] ?? { first: 0, last: 0 };
      while (newest.first <= needed) {
        newest = { first: newest.last + 1, last: newest.last + size };
        await createPartitionTable(tx, newest);
        await attachPartition(tx, newest);
        await tx`
          insert into event_partitions (first_position, last_position, created_at)
          values (${newest.first}, ${newest.last}, ${new Date(clock.now()).toISOString()})`;
      }
    });

  /** Versions of the streams in closed partitions, in one table, so that not every partition has to be searched for them. */
  const keepVersions = async (): Promise<void> => {
    for (const partition of await readPartitions(sql)) {
      if (partition.closedAt === undefined || partition.versionsKept) continue;
      await sql.begin(async (tx) => {
        await tx.statement(
          `insert into stream_versions select stream, max(version) from ${partitionTable(partition)} group by stream
           on conflict (stream) do update set version = greatest(stream_versions.version, excluded.version)`,
          [],
        );
        await tx`update event_partitions set versions_kept = true where first_position = ${partition.first}`;
      });
    }
  };

  const tendTo = (position: number): Promise<void> => {
    tending ??= extend(position)
      .then(refresh)
      .finally(() => {
        tending = undefined;
      });
    return tending;
  };

  let closing = false;
  let keeping: Promise<void> = Promise.resolve();
  const keep = (): Promise<void> => {
    keeping = keeping
      .catch(() => undefined)
      .then(keepVersions)
      .then(refresh);
    return keeping;
  };

  return {
    list: () => partitions,
    refresh,
    ensure(head, position) {
      const last = partitions[partitions.length - 1];
      if (last === undefined || position > last.last) {
        // Repeated until it exists for this position: work in progress may have begun for an earlier one.
        return (async () => {
          while (position > (partitions[partitions.length - 1]?.last ?? 0)) await tendTo(position);
        })();
      }
      const isDue =
        position >= last.first ||
        partitions.some((each) => each.last <= head && (each.closedAt === undefined || !each.versionsKept));
      // One at a time, including versions: those of a large partition take seconds, during which many commits call this.
      if (isDue && !closing) {
        closing = true;
        tendTo(position)
          .then(keep)
          .catch((error: unknown) => options.onError?.(error))
          .finally(() => {
            closing = false;
          });
      }
      return undefined;
    },
    async tend() {
      await tendTo(0);
      await keep();
    },
    async close() {
      await tending?.catch(() => undefined);
      await keeping.catch(() => undefined);
    },
  };
};
