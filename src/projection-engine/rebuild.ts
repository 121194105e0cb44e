import type { EventStore, Position } from '../event-store/event-store.ts';
import type { Database } from '../platform/sql.ts';
import type { Projection } from '../projection.ts';
import { CheckpointMovedError, openCheckpoint } from './checkpoint.ts';
import { commitBatch } from './commit-batch.ts';

export interface RebuildProgress {
  /** Events of the log that are done, and how many there are at this moment. */
  readonly done: number;
  readonly total: number;
}

export interface RebuildOptions {
  readonly store: EventStore;
  readonly sql: Database;
  readonly projection: Projection;
  readonly batch?: number;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly signal?: AbortSignal;
}

const DEFAULT_BATCH = 5000;

/**
 * Empties a read model and builds it again from the log, up to the log's end. A server that runs meanwhile notices that
 * the checkpoint moved and goes on from wherever it stands: whoever commits a batch first, each event is applied once.
 */
export const rebuildProjection = async (options: RebuildOptions): Promise<RebuildProgress> => {
  const { store, sql, projection } = options;
  await sql.begin(async (tx) => {
    // The checkpoint's row lock keeps a running owner out until the tables are empty.
    await tx`insert into projection_checkpoints (name, position) values (${projection.name}, ${store.start})
      on conflict (name) do update set position = excluded.position`;
    for (const table of projection.tables) await tx.statement(`delete from "${table}"`, []);
  });
  return catchUpProjection(options);
};

/** Brings a read model to the log's end from wherever it stands, for a command that reads it while no server may run. */
export const catchUpProjection = async (options: RebuildOptions): Promise<RebuildProgress> => {
  const { store, sql, projection } = options;
  let position = await openCheckpoint(sql, projection.name, store.start);
  await projection.load?.(sql);
  let progress: RebuildProgress = { done: 0, total: 0 };
  for (;;) {
    options.signal?.throwIfAborted();
    const head = await store.head();
    progress = { done: store.distance(store.start, position), total: store.distance(store.start, head) };
    options.onProgress?.(progress);
    if (store.comparePositions(position, head) >= 0) return progress;
    position = await advance(options, position);
  }
};

/** One batch; when somebody else has moved the checkpoint, goes on from there. */
const advance = async (options: RebuildOptions, position: Position): Promise<Position> => {
  const { store, sql, projection } = options;
  const batch = await store.readAll({ after: position, limit: options.batch ?? DEFAULT_BATCH });
  const to = batch[batch.length - 1]!.position;
  const relevant = batch.filter((event) => projection.handles.has(event.type));
  try {
    await commitBatch(sql, projection, relevant, position, to);
    return to;
  } catch (error) {
    if (!(error instanceof CheckpointMovedError)) throw error;
    await projection.load?.(sql);
    return openCheckpoint(sql, projection.name, store.start);
  }
};
