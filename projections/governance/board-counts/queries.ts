import type { CaseStage } from '../../../src/governance/events.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
import type { BoardCountRow } from './table.ts';

export const readBoardCounts = async (
  sql: Sql,
  scopes: readonly Scope[],
  divisionPrefix: string,
): Promise<readonly BoardCountRow[]> =>
  sql<BoardCountRow>`
    select division_code, stage, light, department_id, cases, overdue, set_aside from board_counts
    where (cases > 0 or set_aside > 0) and starts_with(division_code, ${divisionPrefix})
      and (${scopeClause(sql, scopes, { hasDepartment: false })})
    order by division_code, stage, light, department_id`;

export const countCasesByStage = (
  sql: Sql,
): PromiseLike<readonly { readonly stage: CaseStage; readonly count: number }[]> =>
  sql<{ stage: CaseStage; count: number }>`
    select stage, sum(cases)::int as count from board_counts group by stage having sum(cases) > 0 order by stage`;
