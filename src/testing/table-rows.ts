import type { Sql } from '../platform/sql.ts';

/** Rows of tables as text, in an order that only the rows decide. */
export type TableRows = Readonly<Record<string, readonly string[]>>;

export const readTableRows = async (sql: Sql, tables: readonly string[]): Promise<TableRows> => {
  const read = async (table: string) => {
    const rows = await sql.statement<{ row: string }>(
      `select t::text as row from "${table}" t order by 1`,
      [],
    );
    return [table, rows.map(({ row }) => row)] as const;
  };
  return Object.fromEntries(await Promise.all(tables.map(read)));
};
