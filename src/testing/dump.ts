import type { Sql } from '../platform/sql.ts';

/** Every row of every table, as text: what a copy of the database gives away. */
export const dumpOf = async (sql: Sql): Promise<string> => {
  const tables = await sql<{ name: string }>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`;
  const rows: string[] = [];
  for (const { name } of tables) {
    const found = await sql.statement<{ row: string }>(`select t::text as row from ${name} t`, []);
    for (const { row } of found) rows.push(row);
  }
  return rows.join('\n');
};
