import type { PgTable } from 'drizzle-orm/pg-core';
import { getTableConfig } from 'drizzle-orm/pg-core';
import type { Sql } from './sql.ts';
import { storableJson } from './storable-json.ts';

/**
 * A prepared way to write many rows of a table in one statement: new keys are inserted, known ones overwritten.
 * Rows are plain objects by column name; the whole list is sent as one JSON parameter, so the statement never changes.
 */
export const rowUpserter = <Row extends object>(
  table: PgTable,
  key: readonly (string & keyof Row)[],
): ((sql: Sql, rows: readonly Row[]) => Promise<void>) => {
  const { name, columns } = getTableConfig(table);
  const quoted = columns.map((column) => `"${column.name}"`);
  const changes = columns
    .filter((column) => !(key as readonly string[]).includes(column.name))
    .map((column) => `"${column.name}" = excluded."${column.name}"`);
  const statement = `
    insert into "${name}" (${quoted.join(', ')})
    select ${quoted.join(', ')} from jsonb_populate_recordset(null::"${name}", $1::text::jsonb)
    on conflict (${key.map((column) => `"${column}"`).join(', ')})
    do ${changes.length > 0 ? `update set ${changes.join(', ')}` : 'nothing'}`;
  return async (sql, rows) => {
    if (rows.length > 0) await sql.statement(statement, [storableJson(rows)]);
  };
};
