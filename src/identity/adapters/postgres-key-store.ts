import { randomBytes } from 'node:crypto';
import { IV_BYTES, KEY_BYTES } from '../../platform/aes-gcm.ts';
import type { Clock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import type { Sql } from '../../platform/sql.ts';
import { unwrapKey, wrapKey } from '../key-wrapping.ts';
import type { PersonKey, PersonKeys } from '../personal-data.ts';
import { createAgedCache } from './aged-cache.ts';

export interface KeyStore extends PersonKeys {
  /**
   * Erases a person: without the key nothing sealed with it can be opened again. Other processes may keep the key in memory for
   * up to `cacheMaxAgeMs` more. With a `keyId` only that key is deleted: a person who returned keeps the new one. False if there was none.
   */
  dropKey(personId: string, keyId?: string): Promise<boolean>;
}

export interface PostgresKeyStoreOptions {
  readonly sql: Sql;
  /** 256 bits, kept outside the database: a copy of the tables alone cannot decrypt anything. */
  readonly masterKey: Uint8Array;
  readonly clock: Clock;
  /** Keys kept in memory. Default 10,000. */
  readonly cacheCapacity?: number;
  /** How long a key is used without checking the table. Default 60,000. */
  readonly cacheMaxAgeMs?: number;
}

interface KeyRow {
  readonly key_id: string;
  readonly wrapped: string;
}

/** Keys of persons in the table `person_keys`, wrapped under the master key. Not part of the log, since they must be erasable. */
export const createPostgresKeyStore = (options: PostgresKeyStoreOptions): KeyStore => {
  const { sql, masterKey, clock } = options;
  const cache = createAgedCache<PersonKey>({
    capacity: options.cacheCapacity ?? 10_000,
    maxAgeMs: options.cacheMaxAgeMs ?? 60_000,
    now: () => clock.now(),
  });
  // A read that began before a drop must not put the dropped key back into memory.
  let drops = 0;

  const read = async (personId: string): Promise<PersonKey | null> => {
    const dropsBefore = drops;
    const [row] = await sql<KeyRow>`SELECT key_id, wrapped FROM person_keys WHERE person_id = ${personId}`;
    if (row === undefined) return null;
    const key = unwrapKey(masterKey, personId, row.key_id, row.wrapped);
    if (drops === dropsBefore) cache.set(personId, key);
    return key;
  };

  return {
    getKey: async (personId) => cache.get(personId) ?? (await read(personId)),
    createKey: async (personId) => {
      const key: PersonKey = { keyId: newId(), key: randomBytes(KEY_BYTES) };
      const wrapped = wrapKey(masterKey, personId, key, randomBytes(IV_BYTES));
      const createdAt = new Date(clock.now()).toISOString();
      await sql`
        INSERT INTO person_keys (person_id, key_id, wrapped, created_at)
        VALUES (${personId}, ${key.keyId}, ${wrapped}, ${createdAt})
        ON CONFLICT (person_id) DO NOTHING`;
      // Read back rather than assumed: if two processes create a key at once, both must use the one that was stored.
      const kept = await read(personId);
      if (kept === null) throw new Error(`key of person ${personId} was dropped while it was made`);
      return kept;
    },
    dropKey: async (personId, keyId) => {
      drops++;
      cache.delete(personId);
      const rows = await sql`
        DELETE FROM person_keys
        WHERE person_id = ${personId} AND (${keyId ?? null}::text IS NULL OR key_id = ${keyId ?? null})
        RETURNING person_id`;
      // Again: a read between the two could have seen the row before it was deleted.
      drops++;
      cache.delete(personId);
      return rows.length > 0;
    },
  };
};
