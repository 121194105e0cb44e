import type { Context } from 'hono';
import { type CaseViewer, findCase, findCases } from '../../../projections/governance/case-list/queries.ts';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { CASE_EVENT_TABLE, type CaseEvent, type CaseEventRow } from '../../governance/events.ts';
import { can, type Permission } from '../../identity/index.ts';
import { casePolicy } from '../../identity/policy/index.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { requireAllowed, scopesOf } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { nowIso } from '../request.ts';

/** Whoever asks, for lists of cases. */
export const viewerOf = (context: Context<ApiEnv>, deps: ApiDeps): CaseViewer => ({
  userId: context.var.user.userId,
  scopes: scopesOf(context, deps, 'case:read'),
});

/** The case, if the user may see it: by division and department, or by having taken part. */
export const readableCase = (context: Context<ApiEnv>, deps: ApiDeps, caseId: string): Promise<CaseRow> =>
  allowedCase(context, deps, 'case:read', caseId);

export type CasePermission = Extract<Permission, `case:${string}`>;

/** The case, if the user may perform the action on it. A case that may not be seen is answered like one that does not exist. */
export const allowedCase = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  permission: CasePermission,
  caseId: string,
): Promise<CaseRow> => {
  const row = await findCase(deps.core.sql, caseId);
  const before = row && [targetOf(row)];
  requireAllowed(context, deps, casePolicy, permission, { before }, caseUnknown);
  return row!;
};

export const caseUnknown = (): ProblemError =>
  new ProblemError('caseUnknown', { zh: '案件不存在', en: 'Case not found' });

export const targetOf = (row: CaseRow) => ({
  divisionCode: row.division_code,
  departmentId: row.department_id,
  coDepartmentIds: row.co_department_ids,
  participantIds: row.participants,
  reporterId: row.reporter_id,
});

/** Of these cases, those that the user may see, by their ids. */
export const readableAmong = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, CaseRow>> => {
  const now = nowIso(deps);
  const rows = await findCases(deps.core.sql, caseIds);
  const readable = rows.filter((row) => can(context.var.user, 'case:read', targetOf(row), now));
  return new Map(readable.map((row) => [row.case_id, row]));
};

const ROWS: Readonly<Record<string, CaseEventRow>> = CASE_EVENT_TABLE;

/** Which events of a case a person is shown: internal ones only with the right to write such themselves. */
export const shownEventsOf = (context: Context<ApiEnv>, deps: ApiDeps, row: CaseRow) => {
  const seesInternal = can(context.var.user, 'case:note', targetOf(row), nowIso(deps));
  return ({ type }: { readonly type: CaseEvent['type'] | (string & {}) }): boolean =>
    seesInternal || ROWS[type]?.internal !== true;
};
