import type { Position, RecordedEvent } from '../event-store.ts';

export interface EventRow {
  position: string;
  stream: string;
  version: number;
  id: string;
  type: string;
  schema_version: number;
  recorded_at: string;
  data: string;
  meta: string;
}

export const toPosition = (position: number): Position => String(position) as Position;

/** Positions remain far below 2^53: 10,000 events a second for 28,000 years. */
export const fromPosition = (position: Position): number => Number(position);

export const toRecordedEvent = (row: EventRow): RecordedEvent => ({
  position: row.position as Position,
  stream: row.stream,
  version: row.version,
  id: row.id,
  type: row.type,
  schemaVersion: row.schema_version,
  data: JSON.parse(row.data),
  meta: JSON.parse(row.meta),
  recordedAt: row.recorded_at,
});
