import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import { MIGRATED } from '../../../testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/postgres.ts';
import type { EventStore } from '../../event-store.ts';
import { testEvent } from '../../testing/test-events.ts';
import { createPostgresEventStore } from '../postgres-event-store.ts';
import { leafOf } from './seal.ts';
import { createSealer, type Sealer } from './sealer.ts';
import { verifyLog } from './verify.ts';

let database: TestDatabase;
let store: EventStore;

const sealerOf = (maxAgeMs = 0): Sealer =>
  createSealer({
    sql: database.sql,
    clock: systemClock,
    maxAgeMs,
    maxEventsPerSecond: 100_000,
    onError: (error) => {
      throw error;
    },
  });
const append = async (count: number) => {
  const events = Array.from({ length: count }, (_, n) =>
    testEvent({ n, text: '汾河 “警戒”', level: 801.25 }),
  );
  await store.append({ stream: `reading-${events[0]!.id}`, expected: 'none', events });
};
const verify = (options: Partial<Parameters<typeof verifyLog>[0]> = {}) =>
  verifyLog({ sql: database.sql, ...options });

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  store = createPostgresEventStore({ url: database.url, clock: systemClock });
  await append(2500);
  await sealerOf().sealAll();
});
afterAll(async () => {
  await store.close();
  await database.drop();
});
beforeEach(async () => {
  expect((await verify()).fault).toBeNull();
});

/** Tampers with the log for the duration of a check, as somebody with the database password could. */
const tampered = async (harm: string, look: () => Promise<void>): Promise<void> => {
  await database.sql`create table kept_events as select * from events`;
  await database.sql`create table kept_seals as select * from log_seals`;
  try {
    await database.sql.statement(harm, []);
    await look();
  } finally {
    for (const table of ['events', 'log_seals']) await database.sql.statement(`truncate ${table}`, []);
    await database.sql`insert into events select * from kept_events`;
    await database.sql`insert into log_seals select * from kept_seals`;
    await database.sql`drop table kept_events, kept_seals`;
  }
};

describe('the hash chain over the log', () => {
  it('uses SM3 (GB/T 32905-2016, example 1)', () => {
    expect(leafOf({ position: '1', content: 'abc' }).toString('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
  });

  it('covers every event, in blocks', async () => {
    expect(await verify()).toMatchObject({
      events: 2500,
      blocks: 3,
      unsealed: 0,
      anchor: { position: 2500 },
    });
  });

  it.each([
    ['data', `update events set data = replace(data, '801.25', '801.26') where position = 1234`],
    ['one byte of its meta data', `update events set meta = meta || ' ' where position = 1234`],
    ['type', `update events set type = 'Testes' where position = 1234`],
    ['stream', `update events set stream = stream || 'x' where position = 1234`],
    ['time', `update events set recorded_at = recorded_at + interval '1 ms' where position = 1234`],
    ['id', `update events set id = gen_random_uuid() where position = 1234`],
    ['version', `update events set version = 99999 where position = 1234`],
    ['digest', `update events set content_digest = gen_random_uuid() where position = 1234`],
  ])('finds an event whose %s was altered, and names it', async (_what, harm) => {
    await tampered(harm, async () => {
      const { fault } = await verify();
      expect(fault).toMatchObject({
        kind: 'eventAltered',
        position: 1234,
        stream: expect.stringContaining('reading-'),
      });
    });
  });

  it.each([
    ['an event', 'delete from events where position = 2001', { kind: 'eventMissing', position: 2001 }],
    ['the last event', 'delete from events where position = 2500', { kind: 'eventMissing', position: 2500 }],
    ['a block', 'delete from log_seals where first_position = 1001', { kind: 'sealMissing', position: 1001 }],
    [
      'two events for each other',
      'update events set position = case position when 7 then 8 when 8 then 7 end + 90000 where position in (7, 8)',
      { kind: 'eventMissing', position: 7 },
    ],
    [
      'a leaf in its block',
      `update log_seals set leaves = set_byte(leaves, 40, 255 - get_byte(leaves, 40)) where first_position = 1001`,
      { kind: 'sealAltered', position: 1001 },
    ],
  ])('finds that somebody took out or exchanged %s', async (_what, harm, fault) => {
    await tampered(harm, async () => {
      expect((await verify()).fault).toMatchObject(fault);
    });
  });

  it('shows by an anchor kept elsewhere that the whole chain was rebuilt', async () => {
    const { anchor } = await verify();
    expect((await verify({ expect: anchor! })).fault).toBeNull();
    await tampered(`update events set data = '{}' where position = 10`, async () => {
      await database.sql`delete from log_seals`;
      await sealerOf().sealAll();
      expect((await verify()).fault).toBeNull();
      expect((await verify({ expect: anchor! })).fault).toEqual({
        kind: 'otherThanExpected',
        position: 2500,
      });
    });
  });

  it('grows behind the writers: full blocks at once, the rest after a wait, and one chain with two sealers', async () => {
    await append(1500);
    const patient = sealerOf(3_600_000);
    const hasty = sealerOf(0);
    const sealed = async () => 4000 - (await verify()).unsealed;
    patient.start();
    await expect.poll(sealed, { timeout: 5000 }).toBe(3500);
    hasty.start();
    await expect.poll(sealed, { timeout: 5000 }).toBe(4000);
    await append(3000);
    await expect.poll(async () => (await verify()).unsealed, { timeout: 5000 }).toBe(0);
    await Promise.all([patient.stop(), hasty.stop()]);
    expect(await verify()).toMatchObject({ events: 7000, unsealed: 0, fault: null });
  });
});
