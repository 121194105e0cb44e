import type { EventStore, Position } from '../event-store/event-store.ts';
import type { Sql } from '../platform/sql.ts';

/** Reads a projection's checkpoint, making it at `start` when it is new. */
export const openCheckpoint = async (sql: Sql, name: string, start: Position): Promise<Position> => {
  await sql`insert into projection_checkpoints (name, position) values (${name}, ${start}) on conflict do nothing`;
  const [row] = await sql<{
    position: Position;
  }>`select position from projection_checkpoints where name = ${name}`;
  return row!.position;
};

/** Another owner moved the checkpoint: what this one was about to write is stale. */
export class CheckpointMovedError extends Error {
  constructor(name: string) {
    super(`the checkpoint of ${name} was moved by another owner`);
    this.name = 'CheckpointMovedError';
  }
}

/** Compare-and-set, in the transaction of the rows it stands for. Throws CheckpointMovedError. */
export const moveCheckpoint = async (sql: Sql, name: string, from: Position, to: Position): Promise<void> => {
  const result = await sql`
    update projection_checkpoints set position = ${to} where name = ${name} and position = ${from}`;
  if (result.count !== 1) throw new CheckpointMovedError(name);
};

/** The read models of the database were built from another event store than the one that is configured. */
export class ForeignCheckpointError extends Error {
  readonly code = 'foreignCheckpoint';
  constructor(name: string, position: string) {
    super(
      `${name} stands at ${position}, which is no position of the event store that is configured: the read models in this ` +
        'database were built from another one. Set EVENT_STORE_URL as it was, take another database, or run ' +
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
