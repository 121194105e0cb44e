import type { CodeSetData } from '../../../src/governance/index.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { CodeSetRow } from './table.ts';

/** The latest version of each, by id. */
export const loadCodeSets = async (sql: Sql): Promise<Map<string, CodeSetData>> => {
  const rows = await sql<CodeSetRow>`
    select distinct on (code_set_id) * from code_sets order by code_set_id, version desc`;
  return new Map(rows.map((row) => [row.code_set_id, row.definition]));
};
