import { z } from '@hono/zod-openapi';
import type { CaseRow } from '../../../../projections/governance/case-list/table.ts';
import { findActiveUser } from '../../../../projections/identity/user-list/queries.ts';
import {
  type CaseActor,
  type CaseCommand,
  type CaseTransitionCommand,
  MAX_TEXT_LENGTH,
} from '../../../governance/index.ts';
import { can, type Permission, type RightsHolder } from '../../../identity/index.ts';
import type { ApiDeps } from '../../deps.ts';
import { field } from '../../form-fields.ts';
import { ProblemError } from '../../problems.ts';

export const text = z.string().max(MAX_TEXT_LENGTH * 2);
export const id = z.string().min(1).max(64);
export const opinion = z.object({ opinion: field(text, 'text', '意见', 'Opinion') });
export const reason = z.object({ reason: field(text, 'text', '原因', 'Reason') });

/** Decision: whether a request is granted. */
export const approved = field(z.boolean(), 'flag', '是否同意', 'Approved', {
  yes: { zh: '同意', en: 'Approve' },
  no: { zh: '不同意', en: 'Refuse' },
});

export interface StepInput<Body> {
  readonly body: Body;
  /** The ids in the route, such as `taskId`. */
  readonly params: Readonly<Record<string, string>>;
  readonly actor: CaseActor;
  /** The sender, with all roles. */
  readonly person: RightsHolder;
  readonly at: string;
  /** Id for what the step creates: a task, a request, a supervision. The same Idempotency-Key gives the same id. */
  readonly newId: string;
  readonly row: CaseRow;
  readonly deps: ApiDeps;
}

/** Turns a request into a command for the decider; it may look up data and refuse. */
export interface Step<Body extends z.ZodType> {
  readonly command: CaseTransitionCommand;
  readonly body: Body;
  readonly build: (input: StepInput<z.infer<Body>>) => CaseCommand | Promise<CaseCommand>;
}

export const step = <Body extends z.ZodType>(definition: Step<Body>): Step<z.ZodType> =>
  definition as unknown as Step<z.ZodType>;

/** Throws unknownDepartment. */
export const requireDepartment = (departmentId: string, deps: ApiDeps): string => {
  if (!deps.reference.departments().has(departmentId))
    throw new ProblemError(
      'unknownDepartment',
      { zh: '部门不存在', en: 'department not found' },
      { departmentId },
    );
  return departmentId;
};

/** Whether a person named in a request has a right over the case now. */
export const personCan = async (
  userId: string,
  permission: Permission,
  target: { readonly divisionCode: string; readonly departmentId: string | null },
  { deps, at }: Pick<StepInput<unknown>, 'deps' | 'at'>,
): Promise<boolean> => {
  const user = await findActiveUser(deps.core.sql, userId);
  return user !== undefined && can({ userId, assignments: user.assignments }, permission, target, at);
};
