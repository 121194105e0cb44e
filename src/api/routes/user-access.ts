import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findUser } from '../../../projections/identity/user-list/queries.ts';
import type { UserRow } from '../../../projections/identity/user-list/table.ts';
import { ROLES } from '../../identity/index.ts';
import { assignmentPolicy, type RoleAt, userPolicy } from '../../identity/policy/index.ts';
import { holdersOf } from '../access.ts';
import type { userAnswer } from '../answers/people.ts';
import type { Shown } from '../answers/shown.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { requireDepartment, requireDivision } from '../known-places.ts';
import { managedPersonOf } from '../managed-person.ts';
import { allowedAmong, requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';

export const SEE_PEOPLE = holdersOf('user:manage', 'right:grant', 'user:read');
export const userParams = z.object({ userId: z.string().max(64) });
export const assignmentBody = z.object({
  role: z.enum(ROLES),
  divisionCode: z.string().regex(/^\d{2,12}$/),
  departmentId: z.string().max(64).nullable().default(null),
  validUntil: z.iso.datetime().nullable().optional(),
});

/** The user, if the action on them is allowed. A user whom the caller may not see is answered like one that does not exist. */
export const allowedUser = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  action: 'see' | 'manage' | 'takeOver',
  userId: string,
): Promise<UserRow> => {
  const { sql, store } = deps.core;
  const row = await findUser(sql, userId);
  const before = row && (await managedPersonOf(store, row));
  const notFound = () => new ProblemError('userNotFound', { zh: '用户不存在', en: 'User not found' });
  requireAllowed(context, deps, userPolicy, action, { before }, notFound);
  return row!;
};

/** Roles granted by others in other places are not shown. */
export const shownAssignments = <Held extends RoleAt>(
  context: Context<ApiEnv>,
  deps: ApiDeps,
  held: readonly Held[],
): Held[] => allowedAmong(context, deps, assignmentPolicy, 'see', held, (role) => role);

/** A role can only be granted where the caller may grant rights, in an existing division and department. */
export const requireGivable = (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  role: z.infer<typeof assignmentBody>,
): void => {
  requireAllowed(context, deps, assignmentPolicy, 'give', { after: role });
  requireDivision(deps, role.divisionCode);
  requireDepartment(deps, role.departmentId);
};

/** Changes of rights by people: executed, or only requested if a second person has to approve. */
export const rightsChangesOf = ({ config, core: { accounts } }: ApiDeps) =>
  config.YIWANG_RIGHTS_SECOND_PERSON
    ? { giveRole: accounts.requestAssignment, takeRoleBack: accounts.requestRevocation }
    : { giveRole: accounts.assignRole, takeRoleBack: accounts.revokeRole };

export const presentUser = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  row: UserRow,
): Promise<Shown<typeof userAnswer>> => ({
  userId: row.user_id,
  loginName: row.login_name,
  displayName: await deps.core.accounts.openName(row.user_id, row.display_name),
  status: row.status,
  assignments: shownAssignments(context, deps, row.assignments),
  version: row.version,
});
