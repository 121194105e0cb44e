import type { RecordedEvent } from '../event-store/event-store.ts';
import type { Sql } from '../platform/sql.ts';

/**
 * A read model: tables, and how committed events change their rows. It contains no clock, serial or randomness, so that
 * rebuilding from the log gives the same rows.
 */
export interface Projection {
  /** `{kebab-case name}@{version}`; the checkpoint is kept under this name. */
  readonly name: string;
  /** Tables that belong to it alone; a rebuild empties them. */
  readonly tables: readonly string[];
  /** Event types it wants; others only move its checkpoint. */
  readonly handles: ReadonlySet<string>;
  /**
   * Those of `handles` that carry forward the results of archived ageing events (`CarriedForward`). It receives the
   * latest ones instead of those events, and none if it has read the events themselves.
   */
  readonly carried?: ReadonlySet<string>;
  /**
   * Applies a batch in global order inside the transaction that also moves the checkpoint. Batches can contain thousands
   * of events: merge in memory, then write each row once.
   */
  project(batch: readonly RecordedEvent[], sql: Sql): Promise<void>;
  /**
   * Loads, or discards, its memory in addition to its rows: called at start, before a batch is retried, and whenever
   * another owner has moved the checkpoint.
   */
  load?(sql: Sql): Promise<void>;
  /** Minimum time between two batches: a busy read model merges more events into each write. Ignored while it is behind. Default 0. */
  readonly minIntervalMs?: number;
}
