import { setTimeout } from 'node:timers/promises';
import type { EventStore, Position } from '../event-store/event-store.ts';
import type { Sql } from '../platform/sql.ts';

export interface CheckpointWatch {
  /** Resolves once the projection's checkpoint is at `position` or beyond, or on abort. */
  reached(name: string, position: Position, signal: AbortSignal): Promise<void>;
}

const POLL_MS = 50;

/** Watches the checkpoints of other processes. One query serves all waiters. */
export const createCheckpointWatch = (sql: Sql, store: EventStore): CheckpointWatch => {
  const waiting = new Set<string>();
  let positions = new Map<string, Position>();
  let polling: Promise<void> | undefined;

  const poll = async (): Promise<void> => {
    await setTimeout(POLL_MS);
    const rows = await sql<{ name: string; position: Position }>`
      select name, position from projection_checkpoints where name = any(${[...waiting]}::text[])`;
    positions = new Map(rows.map(({ name, position }) => [name, position]));
  };

  return {
    async reached(name, position, signal) {
      waiting.add(name);
      try {
        while (!signal.aborted) {
          const known = positions.get(name);
          if (known !== undefined && store.comparePositions(known, position) >= 0) return;
          polling ??= poll()
            .catch(() => undefined)
            .finally(() => {
              polling = undefined;
            });
          await polling;
        }
      } finally {
        waiting.delete(name);
      }
    },
  };
};
