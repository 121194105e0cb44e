import type { Sql } from '../../../src/platform/sql.ts';
import type { DepartmentRow } from './table.ts';

export const listDepartments = (sql: Sql): PromiseLike<readonly DepartmentRow[]> =>
  sql<DepartmentRow>`select * from departments order by department_id`;

export const hasDepartment = async (sql: Sql, departmentId: string): Promise<boolean> => {
  const [found] = await sql`select 1 from departments where department_id = ${departmentId}`;
  return found !== undefined;
};
