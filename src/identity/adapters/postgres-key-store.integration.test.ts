import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../platform/sql.ts';
import { createTestDatabase } from '../../testing/postgres.ts';
import { KeyUnwrapError } from '../key-wrapping.ts';
import { createVault } from '../personal-data.ts';
import { createPostgresKeyStore } from './postgres-key-store.ts';

const masterKey = Buffer.alloc(32, 3);
const clock = { time: Date.parse('2026-11-24T00:00:00Z'), now: () => clock.time };

describe('keys of persons in PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>> | undefined;
  let sql: Database;
  beforeAll(async () => {
    database = await createTestDatabase();
    sql = database.sql;
    await sql`CREATE TABLE IF NOT EXISTS person_keys (
      person_id text PRIMARY KEY, key_id text NOT NULL, wrapped text NOT NULL, created_at timestamptz NOT NULL)`;
  });
  beforeEach(async () => {
    await sql`TRUNCATE person_keys`;
  });
  afterAll(() => database?.drop());

  const store = () => createPostgresKeyStore({ sql, masterKey, clock });

  test('a key is made once, kept wrapped, and read by another process', async () => {
    const one = store();
    expect(await one.getKey('p1')).toBeNull();
    const key = await one.createKey('p1');
    expect(await one.createKey('p1')).toEqual(key);
    expect(await store().getKey('p1')).toEqual(key);
    const rows = await sql`SELECT * FROM person_keys`;
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      person_id: 'p1',
      key_id: key.keyId,
      created_at: new Date(clock.time).toISOString(),
    });
    expect(rows[0]?.wrapped).toMatch(/^w1:/);
  });

  test('two processes that create at once get the same key', async () => {
    const stores = Array.from({ length: 8 }, store);
    const keys = await Promise.all(stores.map((each) => each.createKey('p1')));
    expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(1);
  });

  test('a dropped key erases what it sealed, at once here and after the cache’s age elsewhere', async () => {
    const [here, elsewhere] = [store(), store()];
    const [vault, otherVault] = [here, elsewhere].map((keys) => createVault({ ...keys, randomBytes }));
    const sealed = await vault!.seal('p1', '张三');
    expect(await otherVault!.open('p1', sealed)).toEqual({ erased: false, plaintext: '张三' });
    expect(await here.dropKey('p1')).toBe(true);
    expect(await here.dropKey('p1')).toBe(false);
    expect(await vault!.open('p1', sealed)).toEqual({ erased: true });
    clock.time += 60_001;
    expect(await otherVault!.open('p1', sealed)).toEqual({ erased: true });
  });

  test('another master key opens nothing', async () => {
    await store().createKey('p1');
    const stranger = createPostgresKeyStore({ sql, masterKey: Buffer.alloc(32, 4), clock });
    await expect(stranger.getKey('p1')).rejects.toThrow(KeyUnwrapError);
  });
});
