import type { Context } from 'hono';
import type { CaseRow } from '../../../projections/case-list/project.ts';
import { findCase } from '../../../projections/case-list/queries.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import { requireRight } from '../request.ts';

/** The case, if the user may see it: by division and department, or by having taken part. */
export const readableCase = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  caseId: string,
): Promise<CaseRow> => {
  const row = await findCase(deps.core.sql, caseId);
  if (row === undefined) throw new ProblemError('caseUnknown', '案件不存在');
  requireRight(context, deps, 'case:read', targetOf(row));
  return row;
};

export const targetOf = (row: CaseRow) => ({
  divisionCode: row.division_code,
  departmentId: row.department_id,
  coDepartmentIds: row.co_department_ids,
  participantIds: row.participants,
});
