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

/** Makes partitions before they are needed, and closes those that are full. */
export interface PartitionKeeper {
  /** All there are, in order, as of the last look. One that is missing here holds only what others wrote since. */
  list(): readonly Partition[];
  /** Looks again: after others wrote, or when a table was not there. */
  refresh(): Promise<void>;
  /**
   * Every position up to `position` has its partition; undefined when that is known already. What is full, the log standing at
   * `head`, is closed meanwhile, and the next one made.
   */
  ensure(head: number, position: number): Promise<void> | undefined;
  /** Closes what is full, keeps its versions, makes a spare one. */
  tend(): Promise<void>;
  close(): Promise<void>;
}

/** Any constant: one process makes partitions at a time. */
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

  /** A partition for `position`, and one more than that, so that writers find the next one ready. */
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

  /** What the streams of closed partitions have reached, in one table, so that nobody looks for it in every partition. */
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
        // Until it is there for this position: a work under way may have been begun for an earlier one.
        return (async () => {
          while (position > (partitions[partitions.length - 1]?.last ?? 0)) await tendTo(position);
        })();
      }
      const isDue =
        position >= last.first ||
        partitions.some((each) => each.last <= head && (each.closedAt === undefined || !each.versionsKept));
      // One at a time, versions included: those of a large partition take seconds, in which many commits ask.
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
