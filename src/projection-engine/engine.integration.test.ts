import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store/event-store.ts';
import { createPostgresEventStore } from '../event-store/postgres/postgres-event-store.ts';
import { StoreUnavailableError } from '../event-store/store-unavailable.ts';
import { testEvent } from '../event-store/testing/test-events.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { MIGRATED } from '../testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { createProjectionEngine, type ProjectionEngine } from './engine.ts';
import { resumeParked } from './parking.ts';
import type { Projection } from './projection.ts';

let database: TestDatabase;
let store: EventStore;
let engines: ProjectionEngine[];
/** Ids of events that the projection under test refuses. */
const poison = new Set<string>();

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  await database.sql`create table seen (name text, id uuid, position text, primary key (name, id))`;
  store = createPostgresEventStore({ url: database.url, clock: systemClock });
  engines = [];
});
afterAll(async () => {
  for (const engine of engines) await engine.stop();
  await store.close();
  await database.drop();
});

const listing = (name: string, mayFail = false): Projection => ({
  name,
  tables: ['seen'],
  handles: new Set([testEvent().type]),
  async project(batch, sql) {
    for (const { id, position } of batch) {
      if (mayFail && poison.has(id)) throw new Error(`cannot apply ${id}`);
      await sql`insert into seen values (${name}, ${id}, ${position})`;
    }
  },
});
const startEngine = async (projections: readonly Projection[]) => {
  const { sql, url } = database;
  const engine = createProjectionEngine({
    store,
    sql,
    url,
    clock: systemClock,
    logger: silentLogger,
    projections,
  });
  engines.push(engine);
  await engine.start();
  return engine;
};
const append = async (count: number) => {
  const events = Array.from({ length: count }, () => testEvent());
  await store.append({ stream: `test-${events[0]!.id}`, expected: 'none', events });
  return events.map(({ id }) => id);
};
const seenBy = async (name: string): Promise<string[]> =>
  (await database.sql<{ id: string }>`select id from seen where name = ${name} order by position::int`).map(
    ({ id }) => id,
  );
const stateOf = async (engine: ProjectionEngine, name: string) =>
  (await engine.status()).find((status) => status.name === name);

describe('the projection engine', () => {
  it('parks a projection at the event it cannot apply, with everything before it applied, while others continue', async () => {
    const engine = await startEngine([listing('sound@1'), listing('fragile@1', true)]);
    const before = await append(20);
    await engine.waitFor(await store.head());
    const batch = Array.from({ length: 50 }, () => testEvent());
    poison.add(batch[33]!.id);
    await store.append({ stream: 'test-poison', expected: 'none', events: batch });
    const after = await append(5);
    const all = [...before, ...batch.map(({ id }) => id), ...after];

    await expect
      .poll(async () => (await stateOf(engine, 'fragile@1'))?.state, { timeout: 10_000 })
      .toBe('parked');
    await expect.poll(() => seenBy('sound@1')).toEqual(all);
    expect(await seenBy('fragile@1')).toEqual(all.slice(0, 20 + 33));
    await expect
      .poll(() => stateOf(engine, 'fragile@1'))
      .toMatchObject({
        lastError: `cannot apply ${batch[33]!.id}`,
        parkedAt: { position: String(20 + 34), eventType: testEvent().type },
        behind: 50 - 33 + 5,
      });
    // Waiters skip a parked projection.
    expect(await engine.waitFor(await store.head(), { timeoutMs: 2000 })).toBe(true);

    poison.clear();
    await expect.poll(() => resumeParked(database.sql, 'fragile@1')).toBe(true);
    await expect.poll(() => seenBy('fragile@1'), { timeout: 10_000 }).toEqual(all);
    expect(await stateOf(engine, 'fragile@1')).toMatchObject({ state: 'running', parkedAt: null });
  });

  it('retries, and does not park, a process that cannot append because the log is read-only', async () => {
    let refusals = 6;
    const appending: Projection = {
      ...listing('appending@1'),
      async project(batch, sql) {
        refusals -= 1;
        if (refusals >= 0) throw new StoreUnavailableError('disk space is low');
        await listing('appending@1').project(batch, sql);
      },
    };
    const engine = await startEngine([appending]);
    await append(3);
    expect(await engine.waitFor(await store.head(), { timeoutMs: 30_000 })).toBe(true);
    expect(refusals).toBeLessThan(0);
    expect(await stateOf(engine, 'appending@1')).toMatchObject({ state: 'running', parkedAt: null });
  });

  it('throws for a projection that it does not run, such as an older version', async () => {
    const engine = await startEngine([listing('known@2')]);
    const older = listing('known@1');
    expect(() => engine.onApplied(older, () => undefined)).toThrow('known@1');
    expect(() => engine.waitFor(store.start, { projections: [older] })).toThrow('known@1');
  });

  it('reports what another engine applied, once and in order, across a handover in either direction', async () => {
    const projection = () => listing('shared@1');
    const notified: Record<'a' | 'b', string[]> = { a: [], b: [] };
    const first = await startEngine([projection()]);
    const second = await startEngine([projection()]);
    for (const [engine, name] of [
      [first, 'a'],
      [second, 'b'],
    ] as const) {
      engine.onApplied(projection(), async (events) => {
        const ids = events.map(({ id }) => id);
        // The rows are written before the notification.
        const rows = await seenBy('shared@1');
        expect(rows).toEqual(expect.arrayContaining(ids));
        notified[name].push(...ids);
      });
    }
    expect([(await stateOf(first, 'shared@1'))?.state, (await stateOf(second, 'shared@1'))?.state]).toEqual([
      'running',
      'elsewhere',
    ]);
    const one = await append(200);
    expect(await second.waitFor(await store.head(), { timeoutMs: 5000 })).toBe(true);
    expect(notified.b.slice(-200)).toEqual(one);
    await first.stop();
    const two = await append(200);
    expect(await second.waitFor(await store.head(), { timeoutMs: 10_000 })).toBe(true);
    expect((await stateOf(second, 'shared@1'))?.state).toBe('running');
    expect(notified.b.slice(-400)).toEqual([...one, ...two]);
    expect(new Set(notified.b).size).toBe(notified.b.length);
  });
});
