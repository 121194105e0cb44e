import type { PgTable } from 'drizzle-orm/pg-core';
import { getTableConfig } from 'drizzle-orm/pg-core';
import type { Sql } from '../platform/sql.ts';
import { rowUpserter } from '../platform/upsert-rows.ts';

interface KeyedRow {
  readonly kind: string;
  readonly key: string;
  readonly value: unknown;
}

/** Values that a projection stores by kind and key, in a table with these columns and `value`; changes are written with its checkpoint. */
export interface KeyedMemory {
  load(sql: Sql): Promise<readonly KeyedRow[]>;
  put(kind: string, key: string, value: unknown): void;
  remove(kind: string, key: string): void;
  /** Writes the changes since the last call. */
  save(sql: Sql): Promise<void>;
}

const SEPARATOR = ' ';

export const createKeyedMemory = (table: PgTable): KeyedMemory => {
  const { name } = getTableConfig(table);
  const upsert = rowUpserter<KeyedRow>(table, ['kind', 'key']);
  const changed = new Map<string, KeyedRow>();
  const removed = new Map<string, Pick<KeyedRow, 'kind' | 'key'>>();
  return {
    load(sql) {
      changed.clear();
      removed.clear();
      return sql.statement<KeyedRow>(`select kind, key, value from "${name}"`, []);
    },
    put(kind, key, value) {
      removed.delete(kind + SEPARATOR + key);
      changed.set(kind + SEPARATOR + key, { kind, key, value });
    },
    remove(kind, key) {
      changed.delete(kind + SEPARATOR + key);
      removed.set(kind + SEPARATOR + key, { kind, key });
    },
    async save(sql) {
      await upsert(sql, [...changed.values()]);
      const gone = [...removed.values()];
      if (gone.length > 0) {
        await sql.statement(
          `delete from "${name}" memory using unnest($1::text[], $2::text[]) as gone(kind, key)
           where memory.kind = gone.kind and memory.key = gone.key`,
          [gone.map(({ kind }) => kind), gone.map(({ key }) => key)],
        );
      }
      changed.clear();
      removed.clear();
    },
  };
};
