import type { Sql } from '../../../src/platform/sql.ts';
import type { IndexTable } from '../../../src/sensing/indices/tables.ts';
import type { IndexTableRow } from './table.ts';

export const loadIndexTables = async (sql: Sql): Promise<readonly IndexTable[]> => {
  const rows = await sql<IndexTableRow>`select * from index_tables order by table_id`;
  return rows.map((row) => row.definition);
};
