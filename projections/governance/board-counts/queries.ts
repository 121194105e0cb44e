import { type Scope, scopeClause } from '../../../src/platform/scope-clause.ts';
import type { Sql } from '../../../src/platform/sql.ts';
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
