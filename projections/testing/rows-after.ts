import { readFileSync } from 'node:fs';
import { EVENT_VERSIONS } from '../../src/event-catalogue.ts';
import type { Position, RecordedEvent } from '../../src/event-store/event-store.ts';
import { createSql } from '../../src/platform/sql.ts';
import type { EventOf, EventType } from '../../src/projection-engine/handlers.ts';
import type { Projection } from '../../src/projection-engine/projection.ts';

const GOLDEN = new URL('../../src/testing/golden-events/', import.meta.url);
const FIRST_MS = Date.parse('2026-11-24T00:00:00.000Z');

/** An event: the sample of its type with changes, recorded by the system. Place and time follow from its place in the log. */
export const given = <Type extends EventType>(
  type: Type,
  changes: Partial<EventOf<Type>['data']> = {},
  meta: Partial<RecordedEvent['meta']> = {},
) => {
  const sample: object = JSON.parse(
    readFileSync(new URL(`${type}.v${EVENT_VERSIONS[type]}.json`, GOLDEN), 'utf8'),
  );
  return { type, data: { ...sample, ...changes }, meta: { actor: 'system', ...meta } };
};

const recorded = (event: ReturnType<typeof given>, n: number): RecordedEvent => ({
  ...event,
  id: `event-${n + 1}`,
  stream: 'stream',
  version: n + 1,
  position: String(n + 1) as Position,
  schemaVersion: EVENT_VERSIONS[event.type],
  recordedAt: new Date(FIRST_MS + n * 1000).toISOString(),
});

/** What statements write: rows as one JSON text (`rowUpserter`), or columns as arrays. */
const writtenBy = (
  text: string,
  values: readonly unknown[],
): [table: string, rows: unknown[]] | undefined => {
  const [, table, names] = /^\s*insert into "?(\w+)"? \(([^)]*)\)/.exec(text) ?? [];
  if (table === undefined) return undefined;
  if (text.includes('jsonb_populate_recordset')) return [table, JSON.parse(values[0] as string)];
  const columns = names!.split(',').map((name) => name.trim());
  const arrays = values as readonly (readonly unknown[])[];
  return [
    table,
    arrays[0]!.map((_, row) => Object.fromEntries(columns.map((name, n) => [name, arrays[n]![row]]))),
  ];
};

/**
 * The rows of its first table, or of another one, that a read model builds from a log, without a database: its tables are empty at first,
 * and all events come in one batch.
 */
export const rowsAfter = async (
  projection: Projection,
  log: readonly ReturnType<typeof given>[],
  table = projection.tables[0]!,
): Promise<readonly unknown[]> => {
  const events = log.map(recorded).filter(({ type }) => projection.handles.has(type));
  const written: unknown[] = [];
  const sql = createSql(async (text, values) => {
    const [into, rows] = writtenBy(text, values) ?? [];
    if (into === table) written.push(...rows!);
    return Object.assign([], { count: 0 });
  });
  await projection.project(events, sql);
  return written;
};
