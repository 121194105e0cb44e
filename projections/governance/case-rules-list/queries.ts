import type { Sql } from '../../../src/platform/sql.ts';
import type { CaseRulesRow } from './table.ts';

/** Every version, earliest first. */
export const loadCaseRules = (sql: Sql, rulesId: string): PromiseLike<readonly CaseRulesRow[]> =>
  sql<CaseRulesRow>`select * from case_rules where rules_id = ${rulesId} order by version`;
