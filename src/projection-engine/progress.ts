import type { EventStore } from '../event-store/event-store.ts';
import type { Sql } from '../platform/sql.ts';
import { readParked } from './parking.ts';

export interface Progress {
  readonly name: string;
  readonly position: string;
  /** In the store's `distanceUnit`; undefined if the checkpoint belongs to another event store. */
  readonly behind: number | undefined;
  readonly parked:
    | { readonly position: string; readonly eventType: string; readonly error: string }
    | undefined;
}

/** Position of every projection and process in the log, by name. */
export const readProgress = async (sql: Sql, store: EventStore): Promise<readonly Progress[]> => {
  const head = await store.head();
  const rows = await sql<{ name: string; position: string }>`
    select name, position from projection_checkpoints order by name`;
  const parked = await readParked(sql);
  return rows.map(({ name, position }) => ({
    name,
    position,
    behind: store.isPosition(position) ? store.distance(position, head) : undefined,
    parked: parked.get(name),
  }));
};
