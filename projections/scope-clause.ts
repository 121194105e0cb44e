import type { Query, Sql } from '../src/platform/sql.ts';

/** What a list may show: rows of a division (by code prefix), for department roles only those of the department. */
export interface Scope {
  readonly divisionPrefix: string;
  readonly departmentId: string | null;
}

/** SQL condition on the columns `division_code`, `department_id` and, where cases have several, `co_department_ids`; false where there is no scope at all. */
export const scopeClause = (
  sql: Sql,
  scopes: readonly Scope[],
  columns: { hasDepartment: boolean; hasCoDepartments?: boolean },
): Query<unknown> =>
  scopes.reduce((clause, scope) => {
    const division = sql`starts_with(division_code, ${scope.divisionPrefix})`;
    if (scope.departmentId === null) return sql`${clause} or ${division}`;
    if (!columns.hasDepartment) return clause;
    return columns.hasCoDepartments
      ? sql`${clause} or (${division} and (department_id = ${scope.departmentId} or ${scope.departmentId} = any(co_department_ids)))`
      : sql`${clause} or (${division} and department_id = ${scope.departmentId})`;
  }, sql`false`);
