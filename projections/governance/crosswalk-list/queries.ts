import type { CrosswalkData } from '../../../src/governance/index.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { CrosswalkRow } from './table.ts';

export const loadCrosswalks = async (sql: Sql): Promise<readonly CrosswalkData[]> => {
  const rows = await sql<CrosswalkRow>`select * from crosswalks order by crosswalk_id`;
  return rows.map((row) => row.definition);
};
