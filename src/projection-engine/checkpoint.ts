import type { EventStore, Position } from '../event-store/event-store.ts';
import type { Sql } from '../platform/sql.ts';

export interface Checkpoint {
  readonly position: Position;
  /** Increases when the projection's tables are replaced by newly built ones. */
  readonly generation: number;
  /** Ageing events up to here reach it in carried-forward form; null: it read the events themselves. */
  readonly carriedThrough: Position | null;
}

/** A newer version of the projection owns its tables: a server of an older release must no longer write them. */
export class SupersededError extends Error {
  readonly code = 'superseded';
  constructor(name: string) {
    super(`a newer version of ${name} is in use`);
    this.name = 'SupersededError';
  }
}

/** `case-list@2` is version 2 of `case-list`. */
const versionOf = (name: string): number => Number(/@(\d+)/.exec(name)?.[1] ?? 0);

const baseNameOf = (name: string): string => name.split('@')[0]!;

/**
 * Reads a projection's checkpoint, creating it at `start` if it is new. A new one begins with the events carried forward at this
 * time: the lock ensures that an archiver sees it before anything is dropped. Throws SupersededError.
 */
export const openCheckpoint = async (sql: Sql, name: string, start: Position): Promise<Checkpoint> => {
  await sql`
    insert into projection_checkpoints (name, position, carried_through)
    select ${name}::text, ${start}::text, (select nullif(through, 0)::text from carried_log where singleton = 1 for share)
    where not exists (
      select from projection_checkpoints as newer
      where split_part(newer.name, '@', 1) = split_part(${name}::text, '@', 1)
        and (regexp_match(newer.name, '@(\\d+)$'))[1]::int > ${versionOf(name)}::int)
    on conflict do nothing`;
  const [row] = await sql<Checkpoint>`
    select position, generation, carried_through as "carriedThrough" from projection_checkpoints where name = ${name}`;
  if (row === undefined) throw new SupersededError(name);
  return row;
};

/** Another owner moved the checkpoint: this one's pending write is stale. */
export class CheckpointMovedError extends Error {
  constructor(name: string) {
    super(`the checkpoint of ${name} was moved by another owner`);
    this.name = 'CheckpointMovedError';
  }
}

/** Compare-and-set, in the transaction of the rows that it covers. Throws CheckpointMovedError. */
export const moveCheckpoint = async (
  sql: Sql,
  name: string,
  from: Checkpoint,
  to: Position,
): Promise<void> => {
  const result = await sql`
    update projection_checkpoints set position = ${to}
    where name = ${name} and position = ${from.position} and generation = ${from.generation}`;
  if (result.count !== 1) throw new CheckpointMovedError(name);
};

/** The read models of the database were built from a different event store than the configured one. */
export class ForeignCheckpointError extends Error {
  readonly code = 'foreignCheckpoint';
  constructor(name: string, position: string) {
    super(
      `${name} is at ${position}, which is not a position of the configured event store: the read models in this ` +
        'database were built from another one. Restore EVENT_STORE_URL, use another database, or run ' +
        '`npm run yiwang -- projections rebuild --all`.',
    );
    this.name = 'ForeignCheckpointError';
  }
}

/** Throws ForeignCheckpointError. */
export const refuseForeignCheckpoints = async (sql: Sql, store: EventStore): Promise<void> => {
  const rows = await sql<{
    name: string;
    position: string;
  }>`select name, position from projection_checkpoints`;
  for (const { name, position } of rows) {
    if (!store.isPosition(position)) throw new ForeignCheckpointError(name, position);
  }
};

/** Whether the tables of a projection were built by an earlier version only. */
export const hasOlderVersion = async (sql: Sql, name: string): Promise<boolean> => {
  const rows = await sql<{ name: string }>`
    select name from projection_checkpoints
    where split_part(name, '@', 1) = ${baseNameOf(name)} and position('#' in name) = 0`;
  return rows.length > 0 && rows.every((row) => versionOf(row.name) < versionOf(name));
};

/** Deletes the checkpoints of other versions of a projection. */
export const dropOtherVersions = async (sql: Sql, name: string): Promise<void> => {
  await sql`delete from projection_checkpoints
    where split_part(name, '@', 1) = ${baseNameOf(name)} and name <> ${name}`;
};
