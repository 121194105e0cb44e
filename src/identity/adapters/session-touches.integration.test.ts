import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase } from '../../platform/connect-database.ts';
import type { Database } from '../../platform/sql.ts';
import { MIGRATED } from '../../testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { createPostgresAttempts } from './postgres-attempts.ts';
import { createSessionTouches } from './session-touches.ts';

let database: TestDatabase;
let sql: Database;
const clock = {
  time: Date.parse('2026-11-28T00:00:00.000Z'),
  now: () => clock.time,
};
const MINUTE = 60_000;

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  sql = connectDatabase({ url: database.url, name: 'test', maxConnections: 4 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

it('L10 two servers share when a session was last seen, and an idle session stays ended', async () => {
  const open = () => createSessionTouches({ sql, clock, idleMs: 10 * MINUTE, lifeMs: 720 * MINUTE });
  const [here, there] = [open(), open()];
  expect(await here.touch('s1')).toBe(true);
  for (let n = 0; n < 4; n += 1) {
    clock.time += 6 * MINUTE;
    expect(await (n % 2 === 0 ? there : here).touch('s1')).toBe(true);
  }
  clock.time += 11 * MINUTE;
  expect(await here.touch('s1')).toBe(false);
  expect(await there.touch('s1')).toBe(false);
  expect((await here.seen(['s1', 's2'])).size).toBe(1);
});

it('H8 a budget limits any number of simultaneous attempts, refunds, refills, and says when to try again', async () => {
  const open = () => createPostgresAttempts({ sql, clock, key: Buffer.alloc(32, 1) });
  const servers = [open(), open()];
  const budget = { parts: ['signIn', 'anna', '10.0.0.1'], attempts: 5, windowMs: 5 * MINUTE };
  const all = await Promise.all(Array.from({ length: 40 }, (_, n) => servers[n % 2]!.take([budget])));
  expect(all.filter(({ ok }) => ok)).toHaveLength(5);
  const refused = all.find(({ ok }) => !ok);
  expect(refused).toMatchObject({ retryAfterMs: MINUTE });
  const taken = all.find(({ ok }) => ok);
  if (taken?.ok) await taken.giveBack();
  expect((await servers[0]!.take([budget])).ok).toBe(true);
  expect((await servers[0]!.take([budget])).ok).toBe(false);
  clock.time += MINUTE;
  expect((await servers[1]!.take([budget])).ok).toBe(true);
  expect((await servers[1]!.take([{ ...budget, parts: ['signIn', 'anna', '10.0.0.2'] }])).ok).toBe(true);
  clock.time -= 10 * MINUTE;
  expect((await servers[1]!.take([budget])).ok).toBe(false);
});

it('H8 if a second budget is used up, nothing is taken from the first', async () => {
  const attempts = createPostgresAttempts({ sql, clock, key: Buffer.alloc(32, 1) });
  const wide = { parts: ['address', '10.0.0.9'], attempts: 3, windowMs: MINUTE };
  const narrow = { parts: ['signIn', 'bert', '10.0.0.9'], attempts: 1, windowMs: MINUTE };
  expect((await attempts.take([wide, narrow])).ok).toBe(true);
  for (let n = 0; n < 5; n += 1) expect((await attempts.take([wide, narrow])).ok).toBe(false);
  expect((await attempts.take([wide])).ok).toBe(true);
  expect((await attempts.take([wide])).ok).toBe(true);
  expect((await attempts.take([wide])).ok).toBe(false);
});

it('H8 an overdrawn budget reports the delay, up to the maximum', async () => {
  const attempts = createPostgresAttempts({ sql, clock, key: Buffer.alloc(32, 1) });
  const name = { parts: ['name', 'carl'], attempts: 10, windowMs: 10 * MINUTE };
  const late: number[] = [];
  for (let n = 0; n < 14; n += 1) late.push(await attempts.overdraw(name, 3 * MINUTE));
  expect(late.slice(0, 10)).toEqual(Array(10).fill(0));
  expect(late.slice(10)).toEqual([1, 2, 3, 3].map((minutes) => minutes * MINUTE));
  const rows = await sql<{ budget: string }>`select budget from attempt_budgets`;
  expect(JSON.stringify(rows)).not.toMatch(/anna|carl|10\.0\.0/);
});
