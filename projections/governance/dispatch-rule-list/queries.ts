import type { DispatchRuleSet } from '../../../src/governance/index.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { DispatchRuleSetRow } from './table.ts';

/** The set that counts now. */
export const findDispatchRules = async (sql: Sql): Promise<DispatchRuleSet | undefined> => {
  const [row] = await sql<DispatchRuleSetRow>`select * from dispatch_rule_sets order by version desc limit 1`;
  return row?.definition;
};

/** Latest first. */
export const listDispatchRuleVersions = (sql: Sql): PromiseLike<readonly DispatchRuleSetRow[]> =>
  sql<DispatchRuleSetRow>`select * from dispatch_rule_sets order by version desc`;
