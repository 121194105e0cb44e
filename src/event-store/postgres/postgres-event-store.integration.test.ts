import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { MIGRATED } from '../../testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import type { AppendResult, EventStore, RecordedEvent } from '../event-store.ts';
import { describeEventStore } from '../testing/conformance.ts';
import { collect, testEvent } from '../testing/test-events.ts';
import { createPostgresEventStore } from './postgres-event-store.ts';

let database: TestDatabase;
let store: EventStore;
let other: EventStore;

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  // Small partitions, so that the tests run across many of them.
  const options = { url: database.url, clock: systemClock, partitionEvents: 5000 };
  store = createPostgresEventStore(options);
  other = createPostgresEventStore(options);
});

afterAll(async () => {
  await store.close();
  await other.close();
  await database.drop();
});

for (const [name, streamPrefix] of [
  ['the PostgreSQL store', 'test-'],
  ['the PostgreSQL store with ageing streams', 'reading-test-'],
] as const) {
  describeEventStore(name, {
    open: () => store,
    another: () => other,
    async interrupt() {
      await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'yiwang-store-%'`;
    },
    promises: { repeats: 'log' },
    streamPrefix,
  });
}

const WRITER = fileURLToPath(new URL('../../testing/store-writer.ts', import.meta.url));

describe('the PostgreSQL store with several writing processes', () => {
  it('lets no subscriber miss an event', async () => {
    const [writers, eventsEach] = [4, 1500];
    const start = await store.head();
    const total = writers * eventsEach;
    const followed = collect(store, start, (events) => events.length >= total, 50);
    const children = Array.from({ length: writers }, (_, n) =>
      fork(WRITER, [database.url, `writer-${n}`, String(eventsEach)], { execArgv: ['--import', 'tsx'] }),
    );
    const exits = await Promise.all(children.map((child) => once(child, 'exit')));
    expect(exits.map(([code]) => code)).toEqual([0, 0, 0, 0]);
    const events = await followed;
    // Dense and in order: every position after the start, each exactly once.
    const from = Number(start);
    expect(events.map((event) => Number(event.position))).toEqual(
      Array.from({ length: total }, (_, n) => from + 1 + n),
    );
    const perStream = new Map<string, number[]>();
    for (const event of events)
      perStream.set(event.stream, [...(perStream.get(event.stream) ?? []), event.version]);
    for (const versions of perStream.values()) expect(versions).toEqual(versions.map((_, n) => n + 1));
  });

  it('does not let a reader pass a slow transaction', async () => {
    const start = await store.head();
    const stream = 'test-behind-the-lock';
    let answered = false;
    let append: Promise<AppendResult> | undefined;
    await database.sql.begin(async (slow) => {
      await slow`select position from event_head where singleton = 1 for update`;
      append = store.append({ stream, expected: 'none', events: [testEvent()] }).finally(() => {
        answered = true;
      });
      await slow`
        insert into events (position, stream, version, id, type, schema_version, content_digest, recorded_at, data, meta)
        values (${Number(start) + 1}, 'test-slow', 1, gen_random_uuid(), 'Tested', 1, gen_random_uuid(), now(), '{}',
          '{"actor":"system"}')`;
      await slow`update event_head set position = ${Number(start) + 1} where singleton = 1`;
      expect(await store.readAll({ after: start, limit: 10 })).toEqual([]);
      expect(answered).toBe(false);
    });
    expect(await append).toMatchObject({ status: 'appended', position: String(Number(start) + 2) });
    const seen = await collect(store, start, (events) => events.length >= 2);
    expect(seen.map((event: RecordedEvent) => event.stream)).toEqual(['test-slow', stream]);
  });
});

describe('the PostgreSQL store and its connections', () => {
  it('appends pending events once the connections are back, each once', async () => {
    const start = await store.head();
    const total = 400;
    let landed = 0;
    const appends = Array.from({ length: total }, (_, n) =>
      store
        .append({ stream: `test-cut-${n % 7}`, expected: 'any', events: [testEvent({ n })] })
        .then((result) => {
          landed += 1;
          if (landed % 50 === 1) void cutConnections();
          return result.status;
        }),
    );
    const cutConnections = () => database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'yiwang-store-write'`;
    await cutConnections();
    const statuses = await Promise.all(appends);
    expect(statuses.every((status) => status === 'appended' || status === 'alreadyAppended')).toBe(true);
    expect(await store.readAll({ after: start, limit: total + 10 })).toHaveLength(total);
  });

  it('finds the one request that the database refuses and commits the others', async () => {
    const statuses = await Promise.allSettled(
      Array.from({ length: 9 }, (_, n) =>
        store.append({
          stream: `test-refused-${n}`,
          expected: 'none',
          // A schema version beyond smallint is refused by the column.
          events: [testEvent({ n }, n === 4 ? { schemaVersion: 100_000 } : {})],
        }),
      ),
    );
    expect(statuses.map((entry) => entry.status)).toEqual(
      Array.from({ length: 9 }, (_, n) => (n === 4 ? 'rejected' : 'fulfilled')),
    );
    expect(await store.readStream('test-refused-4')).toEqual([]);
    expect(await store.readStream('test-refused-8')).toHaveLength(1);
  });
});

describe('durability', () => {
  it('flushes the write-ahead log for every commit batch', async () => {
    const walSyncs = async () => {
      await database.sql`select pg_stat_force_next_flush()`;
      const [row] = await database.sql<{ fsyncs: string }>`
        select sum(fsyncs) as fsyncs from pg_stat_io where object = 'wal'`;
      return Number(row!.fsyncs);
    };
    const [before, statsBefore] = [await walSyncs(), store.stats()];
    for (let n = 0; n < 40; n += 1) {
      await store.append({ stream: 'test-durable', expected: 'any', events: [testEvent({ n })] });
    }
    const commits = store.stats().commits - statsBefore.commits;
    expect(commits).toBe(40);
    // A backend reports its statistics at the end of a transaction, at most once a second: append until it has.
    const syncs = async () => {
      await store.append({ stream: 'test-durable', expected: 'any', events: [testEvent()] });
      return (await walSyncs()) - before;
    };
    await expect.poll(syncs, { timeout: 15_000, interval: 300 }).toBeGreaterThanOrEqual(commits);
  });
});
