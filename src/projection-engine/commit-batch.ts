import type { Position, RecordedEvent } from '../event-store/event-store.ts';
import { crashPoint } from '../platform/crash-points.ts';
import type { Database } from '../platform/sql.ts';
import { type Checkpoint, moveCheckpoint } from './checkpoint.ts';
import type { Projection } from './projection.ts';

/**
 * Rows and checkpoint in one transaction. It does not wait for fsync (synchronous_commit off): if a crash loses them, both rows and
 * checkpoint, they are projected again. Throws CheckpointMovedError.
 */
export const commitBatch = (
  sql: Database,
  projection: Projection,
  events: readonly RecordedEvent[],
  from: Checkpoint,
  to: Position,
): Promise<void> =>
  sql.begin(
    async (tx) => {
      // First, so that its row lock keeps a second owner from writing rows of a stale batch: it finds the checkpoint moved.
      await moveCheckpoint(tx, projection.name, from, to);
      if (events.length > 0) await projection.project(events, tx);
      crashPoint('projectionCommit');
    },
    { relaxed: true },
  );
