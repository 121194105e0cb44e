import type { EventStore, Position, RecordedEvent } from '../../event-store/event-store.ts';
import type { Sql } from '../../platform/sql.ts';
import { rowUpserter } from '../../platform/upsert-rows.ts';
import { openCheckpoint } from '../../projection-engine/checkpoint.ts';
import type { Projection } from '../../projection-engine/projection.ts';
import { wantedOf } from '../../projection-engine/wanted.ts';
import {
  type AlarmEngineCore,
  createAlarmEngineCore,
  type MemoryChanges,
  type RecordedInput,
} from '../../sensing/index.ts';
import { readRows } from './earlier-memory.ts';
import { type AlarmEngineMemoryRow, alarmEngineMemory } from './table.ts';

interface Saved {
  readonly position: Position;
  /** Time of the event at it. */
  readonly at: string;
}

export interface LoadedEngine {
  readonly core: AlarmEngineCore;
  /** Time of the last event that it knows of. */
  readonly appliedAt: string | undefined;
  /** Its memory was behind its checkpoint. */
  readonly appliedAgain: boolean;
}

const upsert = rowUpserter<AlarmEngineMemoryRow>(alarmEngineMemory, ['kind', 'key']);
const PAGE_EVENTS = 5000;

/**
 * The engine's state at its checkpoint. Its memory is saved less often than the checkpoint moves, since the state of a device's rules
 * changes with every message; the events in between are applied again from the log, without output, since their results
 * were appended before the checkpoint moved.
 */
export const loadEngine = async (
  store: EventStore,
  sql: Sql,
  projection: Projection,
): Promise<LoadedEngine> => {
  const checkpoint = await openCheckpoint(sql, projection.name, store.start);
  const rows = await sql<AlarmEngineMemoryRow>`select kind, key, value from alarm_engine_memory`;
  const core = createAlarmEngineCore(readRows(rows));
  const saved = rows.find(({ kind }) => kind === 'saved')?.value as Saved | undefined;
  let appliedAt = saved?.at;
  // A release without such a row saved with every batch.
  let after = saved?.position ?? checkpoint.position;
  const appliedAgain = store.comparePositions(after, checkpoint.position) < 0;
  while (store.comparePositions(after, checkpoint.position) < 0) {
    const page = await store.readAll({ after, limit: PAGE_EVENTS });
    const last = page.at(-1);
    if (last === undefined) break;
    const known = page.filter(({ position }) => store.comparePositions(position, checkpoint.position) <= 0);
    for (const event of wantedOf(known, projection, checkpoint, store)) core.apply(event as RecordedInput);
    core.takeEmissions();
    after = last.position;
    appliedAt = known.at(-1)?.recordedAt ?? appliedAt;
  }
  return { core, appliedAt, appliedAgain };
};

/** Writes what changed up to an event. */
export const saveMemory = async (
  sql: Sql,
  { rows, removed }: MemoryChanges,
  { position, recordedAt: at }: RecordedEvent,
): Promise<void> => {
  await upsert(sql, [...rows, { kind: 'saved', key: 'saved', value: { position, at } satisfies Saved }]);
  // Rows of earlier releases are obsolete.
  await sql`delete from alarm_engine_memory where kind = 'state'`;
  if (removed.length === 0) return;
  await sql`
    delete from alarm_engine_memory memory
    using unnest(${removed.map((row) => row.kind)}::text[], ${removed.map((row) => row.key)}::text[]) as gone(kind, key)
    where memory.kind = gone.kind and memory.key = gone.key`;
};
