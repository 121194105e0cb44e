import type { Context } from 'hono';
import type { CaseSource } from '../governance/events.ts';
import { can, type Role } from '../identity/index.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { ProblemError } from './problems.ts';
import { nowIso } from './request.ts';

/**
 * The sources that a person may name in a report, by role. Reports by devices and cameras come only from the processes; reports
 * passed on by the hotline, a leader or another department are entered by the acceptor.
 */
export const REPORT_SOURCES: Readonly<Partial<Record<Role, readonly CaseSource[]>>> = {
  gridWorker: ['gridWorker', 'public'],
  acceptor: ['gridWorker', 'acceptor', 'public', 'hotline12345', 'leader', 'drone', 'departmentTransfer'],
};

/** Throws sourceNotAllowed unless one of the roles with which the user may report there may name the source. */
export const requireSource = (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  source: CaseSource,
  divisionCode: string,
): void => {
  const { userId, assignments } = context.var.user;
  const mayName = assignments.some(
    (assignment) =>
      (REPORT_SOURCES[assignment.role] ?? []).includes(source) &&
      can({ userId, assignments: [assignment] }, 'case:report', { divisionCode }, nowIso(deps)),
  );
  if (!mayName)
    throw new ProblemError(
      'sourceNotAllowed',
      { zh: `不能以来源 ${source} 上报`, en: `your role cannot report from the source ${source}` },
      { source },
    );
};
