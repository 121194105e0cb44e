import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../../platform/clock.ts';
import type { Database, Sql } from '../../../platform/sql.ts';
import { blockDigest, LEAF_BYTES, leafOf, NO_DIGEST, readLeafRows } from './seal.ts';

export interface SealerOptions {
  readonly sql: Database;
  readonly clock: Clock;
  /** How long an event waits for a full block before it is sealed in a smaller block. */
  readonly maxAgeMs: number;
  /** Most events sealed per second, so that sealing hardly competes with ingest. */
  readonly maxEventsPerSecond: number;
  /** While this returns true, only a fifth of that: the rest waits for less busy times. */
  readonly isBusy?: () => boolean;
  readonly onError: (error: unknown) => void;
}

export interface Sealer {
  start(): void;
  /** Seals everything currently in the log; returns the number of events. */
  sealAll(): Promise<number>;
  stop(): Promise<void>;
}

/** An arbitrary constant: only one process seals at a time. */
const LOCK = 7_415_204;
const BLOCK_EVENTS = 1000;
const READ_EVENTS = 100;
const IDLE_MS = 1000;
const BUSY_SLOWNESS = 5;

interface LastSeal {
  readonly last: number;
  readonly digest: Buffer;
}

const readLastSeal = async (sql: Sql): Promise<LastSeal> => {
  const [row] = await sql<{ last: string; digest: Buffer }>`
    select last_position as last, digest from log_seals order by first_position desc limit 1`;
  return row === undefined ? { last: 0, digest: NO_DIGEST } : { last: Number(row.last), digest: row.digest };
};

/** Creates the blocks of the hash chain, behind the writers, in one of the servers on the database. */
export const createSealer = (options: SealerOptions): Sealer => {
  const { sql, clock } = options;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const readLeaves = async (tx: Sql, first: number, last: number): Promise<Buffer> => {
    const leaves = Buffer.alloc((last - first + 1) * LEAF_BYTES);
    for (let from = first; from <= last; from += READ_EVENTS) {
      const to = Math.min(last, from + READ_EVENTS - 1);
      const rows = await readLeafRows(tx, from, to);
      if (rows.length !== to - from + 1)
        throw new Error(`the log lacks an event between ${from} and ${to}: it cannot be sealed`);
      for (const [n, row] of rows.entries()) leafOf(row).copy(leaves, (from - first + n) * LEAF_BYTES);
      // Appends waiting for their acknowledgement have priority.
      await nextTurn();
    }
    return leaves;
  };

  /** Seals one block in its own transaction; 0 if there is none to seal, or another process is sealing. */
  const sealBlock = (fullOnly: boolean): Promise<number> =>
    sql.begin(async (tx) => {
      // Blocks lost in a crash are sealed again.
      await tx`set local synchronous_commit = off`;
      const [lock] = await tx<{ held: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as held`;
      if (!lock!.held) return 0;
      const previous = await readLastSeal(tx);
      const first = previous.last + 1;
      const [head] = await tx<{ position: string }>`select position from event_head where singleton = 1`;
      const last = Math.min(Number(head!.position), previous.last + BLOCK_EVENTS);
      const count = last - previous.last;
      if (count === 0 || (fullOnly && count < BLOCK_EVENTS && !(await isDue(tx, first)))) return 0;
      const leaves = await readLeaves(tx, first, last);
      await tx`insert into log_seals (first_position, last_position, leaves, digest, sealed_at)
        values (${first}, ${last}, ${leaves}, ${blockDigest(previous.digest, first, leaves)},
          ${new Date(clock.now()).toISOString()})`;
      return count;
    });

  const isDue = async (tx: Sql, position: number): Promise<boolean> => {
    const [row] = await tx<{ recordedAt: string }>`
      select recorded_at as "recordedAt" from events where position = ${position}`;
    return row !== undefined && clock.now() - Date.parse(row.recordedAt) >= options.maxAgeMs;
  };

  /** Block by block, evenly over time: sealing the blocks of a second at once would delay waiting commits. */
  const tick = (waitMs: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      working = sealBlock(true)
        .then((count) => {
          const slowness = options.isBusy?.() ? BUSY_SLOWNESS : 1;
          const pace = (count * slowness * 1000) / options.maxEventsPerSecond;
          tick(count < BLOCK_EVENTS ? IDLE_MS : pace);
        })
        .catch((error: unknown) => {
          options.onError(error);
          tick(IDLE_MS);
        });
    }, waitMs);
  };

  return {
    start: () => tick(IDLE_MS),
    async sealAll() {
      let sealed = 0;
      for (;;) {
        const count = await sealBlock(false);
        if (count === 0) return sealed;
        sealed += count;
      }
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await working;
    },
  };
};

/** Seals events not yet in a block, for a command. */
export const sealWholeLog = (sql: Database, clock: Clock): Promise<number> =>
  createSealer({
    sql,
    clock,
    maxAgeMs: 0,
    maxEventsPerSecond: 1,
    onError: (error) => {
      throw error;
    },
  }).sealAll();
