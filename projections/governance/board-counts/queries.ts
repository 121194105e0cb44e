import type { CaseStage, Light } from '../../../src/governance/events.ts';
import { type Scope, scopeClause } from '../../../src/platform/scope-clause.ts';
import type { Sql } from '../../../src/platform/sql.ts';

export interface BoardCount {
  division_code: string;
  stage: CaseStage;
  light: Light | '';
  department_id: string;
  cases: number;
  overdue: number;
  set_aside: number;
}

export const readBoardCounts = async (
  sql: Sql,
  scopes: readonly Scope[],
  divisionPrefix: string,
): Promise<readonly BoardCount[]> =>
  sql<BoardCount>`
    select division_code, stage, light, department_id, cases, overdue, set_aside from board_counts
    where (cases > 0 or set_aside > 0) and starts_with(division_code, ${divisionPrefix})
      and (${scopeClause(sql, scopes, { hasDepartment: false })})
    order by division_code, stage, light, department_id`;
