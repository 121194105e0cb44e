import type { DuplicateRules } from '../../../src/governance/duplicates/rules.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { DuplicateRulesRow } from './table.ts';

export const findDuplicateRules = async (sql: Sql): Promise<DuplicateRules | undefined> => {
  const [row] = await sql<DuplicateRulesRow>`select * from duplicate_rules order by rules_id limit 1`;
  return row?.definition;
};
