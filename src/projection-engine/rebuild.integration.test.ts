import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store/event-store.ts';
import { createPostgresEventStore } from '../event-store/postgres/postgres-event-store.ts';
import { testEvent } from '../event-store/testing/test-events.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { MIGRATED } from '../testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { createProjectionEngine, type ProjectionEngine } from './engine.ts';
import type { Projection } from './projection.ts';
import { RebuildRunningError, rebuildProjections } from './rebuild.ts';

let database: TestDatabase;
let store: EventStore;

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  store = createPostgresEventStore({ url: database.url, clock: systemClock });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Tables with a named constraint and a named index, which later migrations must find under their names. */
const createTable = async (table: string): Promise<void> => {
  await database.sql.statement(
    `create table ${table} (id uuid, label text not null default '-', position bigint, constraint ${table}_key primary key (id))`,
    [],
  );
  await database.sql.statement(`create index ${table}_label on ${table} (label)`, []);
};

interface ListingOptions {
  readonly label?: string;
  readonly onBatch?: () => Promise<void> | void;
}

const listing = (name: string, { label = name, onBatch }: ListingOptions = {}): Projection => {
  const table = name.split('@')[0]!;
  return {
    name,
    tables: [table],
    handles: new Set(['Tested']),
    async project(batch, sql) {
      for (const { id, position } of batch)
        await sql.statement(`insert into ${table} (id, label, position) values ($1, $2, $3)`, [
          id,
          label,
          position,
        ]);
      await onBatch?.();
    },
  };
};
const startEngine = async (projections: readonly Projection[]): Promise<ProjectionEngine> => {
  const { sql, url } = database;
  const engine = createProjectionEngine({
    store,
    sql,
    url,
    clock: systemClock,
    logger: silentLogger,
    projections,
  });
  await engine.start();
  return engine;
};
let streams = 0;
const append = async (count: number) => {
  streams += 1;
  const events = Array.from({ length: count }, () => testEvent());
  await store.append({ stream: `test-rebuild-${streams}`, expected: 'none', events });
};
const rowsOf = (table: string) =>
  database.sql.statement<{ id: string; label: string; position: string }>(
    `select id, label, position from ${table} order by position`,
    [],
  );
const labelsOf = async (table: string) => [...new Set((await rowsOf(table)).map(({ label }) => label))];

describe('a rebuild', () => {
  it('swaps the tables under readers and a running server, without an error or a gap', async () => {
    await createTable('downtime');
    await append(500);
    const engine = await startEngine([listing('downtime@1', { label: 'live' })]);
    await engine.waitFor(await store.head());

    let reading = true;
    const counts: number[] = [];
    const readers = Array.from({ length: 4 }, async () => {
      while (reading) counts.push((await rowsOf('downtime')).length);
    });
    const writer = (async () => {
      for (let n = 0; n < 30; n += 1) await append(10);
    })();
    const progress: number[] = [];
    await rebuildProjections({
      store,
      url: database.url,
      projections: [listing('downtime@1', { label: 'rebuilt' })],
      onProgress: ({ done, total }) => progress.push(done / total),
    });
    await writer;
    await engine.waitFor(await store.head());
    reading = false;
    await Promise.all(readers);

    expect(Math.min(...counts)).toBeGreaterThanOrEqual(500);
    expect(progress.at(-1)).toBe(1);
    const rows = await rowsOf('downtime');
    const all = (await store.readAll({ after: store.start, limit: 10_000 })).map(({ id }) => id);
    expect(rows.map(({ id }) => id)).toEqual(all);
    expect(rows[0]!.label).toBe('rebuilt');
    // The server drives the new tables.
    await append(1);
    await engine.waitFor(await store.head());
    expect((await rowsOf('downtime')).at(-1)!.label).toBe('live');
    const names = await database.sql<{ name: string }>`
      select indexname as name from pg_indexes where schemaname = 'public' and tablename = 'downtime' order by 1`;
    expect(names.map(({ name }) => name)).toEqual(['downtime_key', 'downtime_label']);
    await engine.stop();
  });

  it('resumes after an interruption; --restart starts over', async () => {
    await createTable('interrupted');
    await append(12_000);
    const stopping = new AbortController();
    const interrupted = rebuildProjections({
      store,
      url: database.url,
      projections: [listing('interrupted@1', { label: 'first', onBatch: () => stopping.abort() })],
      page: 5000,
      signal: stopping.signal,
    });
    await expect(interrupted).rejects.toThrow();
    expect(await rowsOf('interrupted')).toHaveLength(0);
    await rebuildProjections({
      store,
      url: database.url,
      projections: [listing('interrupted@1', { label: 'second' })],
    });
    const rows = await rowsOf('interrupted');
    expect(rows).toHaveLength((await store.readAll({ after: store.start, limit: 100_000 })).length);
    expect(await labelsOf('interrupted')).toEqual(['first', 'second']);
    await rebuildProjections({
      store,
      url: database.url,
      projections: [listing('interrupted@1', { label: 'third' })],
      restart: true,
    });
    expect(await labelsOf('interrupted')).toEqual(['third']);
  });

  it('is refused while another one is running', async () => {
    await createTable('twice');
    let second: Promise<unknown> | undefined;
    const projection = listing('twice@1', {
      async onBatch() {
        second ??= rebuildProjections({ store, url: database.url, projections: [listing('twice@1')] });
        await second.catch(() => undefined);
      },
    });
    await rebuildProjections({ store, url: database.url, projections: [projection] });
    await expect(second).rejects.toThrow(RebuildRunningError);
  });
});

describe('a new version of a read model', () => {
  it('is built in parallel to the old one, which is read meanwhile, and then replaces it', async () => {
    await createTable('versioned');
    const old = await startEngine([listing('versioned@1')]);
    await old.waitFor(await store.head());
    await old.stop();
    const before = await rowsOf('versioned');
    expect(before.length).toBeGreaterThan(0);

    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fresh = await startEngine([listing('versioned@2', { onBatch: () => gate })]);
    await expect.poll(async () => (await fresh.status())[0]?.state).toBe('building');
    expect(await fresh.waitFor(await store.head(), { timeoutMs: 5000 })).toBe(true);
    expect(await rowsOf('versioned')).toEqual(before);
    release();
    await expect.poll(async () => (await fresh.status())[0]?.state, { timeout: 50_000 }).toBe('running');
    expect(await labelsOf('versioned')).toEqual(['versioned@2']);
    expect((await rowsOf('versioned')).map(({ id }) => id)).toEqual(before.map(({ id }) => id));

    // A server of the previous release must not write the new tables.
    await fresh.stop();
    const late = await startEngine([listing('versioned@1')]);
    await expect
      .poll(async () => (await late.status())[0])
      .toMatchObject({ state: 'parked', lastError: 'a newer version of versioned@1 is in use' });
    expect(await labelsOf('versioned')).toEqual(['versioned@2']);
    await late.stop();
  });
});
