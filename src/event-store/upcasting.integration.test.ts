import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { createProjectionEngine } from '../projection-engine/engine.ts';
import { MIGRATED } from '../testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import type { EventStore } from './event-store.ts';
import { createPostgresEventStore } from './postgres/postgres-event-store.ts';
import { collect, testEvent } from './testing/test-events.ts';
import { type EventCatalogue, NewerSchemaError, withCatalogue } from './upcasting.ts';

/** Version 1 had a length in feet; 2 in metres; 3 adds the direction of measurement. */
const catalogue: EventCatalogue = {
  versions: { Measured: 3 },
  upcasters: {
    Measured: {
      1: ({ feet }: { feet: number }) => ({ metres: feet * 0.3048 }),
      2: ({ metres }: { metres: number }) => ({ metres, direction: 'down' }),
    },
  },
};

let database: TestDatabase;
let raw: EventStore;
let store: EventStore;
const measured = (schemaVersion: number, data: unknown) =>
  testEvent(data, { type: 'Measured', schemaVersion });

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  raw = createPostgresEventStore({ url: database.url, clock: systemClock });
  store = withCatalogue(raw, catalogue);
});
afterAll(async () => {
  await raw.close();
  await database.drop();
});

describe('events of earlier releases', () => {
  it('appear in the current version however they are read, and the log keeps what was written', async () => {
    const start = await store.head();
    const live = collect(store, start, (events) => events.length >= 4);
    await raw.append({
      stream: 'depth-1',
      expected: 'none',
      events: [
        measured(1, { feet: 10 }),
        measured(2, { metres: 2 }),
        measured(3, { metres: 1, direction: 'up' }),
        testEvent({ other: true }),
      ],
    });
    const expected = [
      { metres: 10 * 0.3048, direction: 'down' },
      { metres: 2, direction: 'down' },
      { metres: 1, direction: 'up' },
      { other: true },
    ];
    const inStream = await store.readStream('depth-1');
    expect(inStream.map(({ data }) => data)).toEqual(expected);
    expect(inStream.map(({ schemaVersion }) => schemaVersion)).toEqual([3, 3, 3, 1]);
    expect(await store.readAll({ after: start, limit: 10 })).toEqual(inStream);
    expect(await live).toEqual(inStream);
    expect((await raw.readStream('depth-1'))[0]).toMatchObject({ schemaVersion: 1, data: { feet: 10 } });
  });

  it('are written in the version of this release, however they are appended', async () => {
    const { schemaVersion: _, ...event } = measured(0, { metres: 3, direction: 'down' });
    const { schemaVersion: __, ...other } = testEvent({}, { type: 'Unheard' });
    await store.append({ stream: 'depth-new', expected: 'none', events: [event, other] });
    const { schemaVersion: ___, ...another } = measured(0, { metres: 4, direction: 'up' });
    await store.appendMany([{ stream: 'depth-new', expected: 2, events: [another] }]);
    expect((await raw.readStream('depth-new')).map(({ schemaVersion }) => schemaVersion)).toEqual([3, 1, 3]);
  });

  it('fail clearly if an upcaster is missing', async () => {
    await raw.append({ stream: 'depth-2', expected: 'none', events: [measured(0, {})] });
    await expect(store.readStream('depth-2')).rejects.toThrow(
      'there is no upcaster of Measured from version 0',
    );
    await database.sql`delete from events where stream = 'depth-2'`;
  });
});

describe('an event of a newer release', () => {
  it('fails the read of its stream, and stops only the projections that handle it', async () => {
    const projection = (name: string, type: string) => ({
      name,
      tables: [],
      handles: new Set([type]),
      project: async () => undefined,
    });
    const engine = createProjectionEngine({
      store,
      sql: database.sql,
      url: database.url,
      clock: systemClock,
      logger: silentLogger,
      schemaVersions: catalogue.versions,
      projections: [projection('measures@1', 'Measured'), projection('others@1', 'Tested')],
    });
    await engine.start();
    await raw.append({
      stream: 'depth-3',
      expected: 'none',
      events: [measured(4, { unheardOf: 1 }), testEvent()],
    });
    await expect(store.readStream('depth-3')).rejects.toThrow(NewerSchemaError);
    const state = async (name: string) => (await engine.status()).find((status) => status.name === name);
    await expect
      .poll(() => state('measures@1'), { timeout: 10_000 })
      .toMatchObject({ state: 'parked', lastError: expect.stringContaining('of a newer release') });
    expect(await state('others@1')).toMatchObject({ state: 'running', behind: 0 });
    await engine.stop();
  });
});
