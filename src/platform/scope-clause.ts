import type { Query, Sql } from './sql.ts';

/** What a list may show: rows of a division (by code prefix), for department roles only those of the department. */
export interface Scope {
  readonly divisionPrefix: string;
  readonly departmentId: string | null;
}

/** SQL condition on the columns `division_code` and `department_id`; false where there is no scope at all. */
export const scopeClause = (
  sql: Sql,
  scopes: readonly Scope[],
  columns: { hasDepartment: boolean },
): Query<unknown> =>
  scopes.reduce((clause, scope) => {
    const division = sql`starts_with(division_code, ${scope.divisionPrefix})`;
    if (scope.departmentId === null) return sql`${clause} or ${division}`;
    return columns.hasDepartment
      ? sql`${clause} or (${division} and department_id = ${scope.departmentId})`
      : clause;
  }, sql`false`);
