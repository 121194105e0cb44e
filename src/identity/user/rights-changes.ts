import { accepted, type Decision, type Refusal, refused } from '../../commands/decider.ts';
import { conflictOf } from '../duties.ts';
import type { Assignment, RightsChange, UserEvent } from '../events.ts';
import { assignmentProblem } from './assignment.ts';
import type { UserCommand } from './commands.ts';
import type { RegisteredUser } from './state.ts';

/** Gives a role, unless the person has one that must be separate from it. */
export const assignRole = (
  wanted: Assignment,
  user: Pick<RegisteredUser, 'userId' | 'assignments'>,
): Decision<UserEvent> => {
  const { assignmentId, role, divisionCode, departmentId, validFrom, validUntil } = wanted;
  const assignment = { assignmentId, role, divisionCode, departmentId, validFrom, validUntil };
  const problem = assignmentProblem(assignment);
  if (problem !== null) return refused('assignmentInvalid', problem);
  const known = user.assignments.find((each) => each.assignmentId === assignmentId);
  if (known !== undefined)
    return JSON.stringify(known) === JSON.stringify(assignment)
      ? accepted()
      : refused('assignmentExists', '授权编号已用于另一项授权', { assignmentId });
  const conflict = conflictOf(user.assignments, assignment);
  if (conflict !== undefined)
    return refused('dutiesApart', conflict.rule.nameZh, {
      rule: conflict.rule.ruleId,
      role,
      heldRole: conflict.held.role,
    });
  return accepted({ type: 'UserRoleAssigned', data: { userId: user.userId, ...assignment } });
};

/** Why somebody without roles could not be given all of these; undefined if they could. */
export const refusedAssignments = (userId: string, wanted: readonly Assignment[]): Refusal | undefined => {
  const assignments: Assignment[] = [];
  for (const assignment of wanted) {
    const decision = assignRole(assignment, { userId, assignments });
    if (!decision.ok) return decision.refusal;
    assignments.push(assignment);
  }
  return undefined;
};

export const revokeRole = (assignmentId: string, user: RegisteredUser): Decision<UserEvent> =>
  user.assignments.some((each) => each.assignmentId === assignmentId)
    ? accepted({ type: 'UserRoleRevoked', data: { userId: user.userId, assignmentId } })
    : refused('assignmentNotFound', '授权不存在', { assignmentId });

const decideChange = (change: RightsChange, user: RegisteredUser): Decision<UserEvent> =>
  change.kind === 'assign' ? assignRole(change.assignment, user) : revokeRole(change.assignmentId, user);

/** A change that would be refused now cannot be requested. */
export const requestRightsChange = (
  command: Extract<UserCommand, { type: 'RequestRightsChange' }>,
  user: RegisteredUser,
): Decision<UserEvent> => {
  const { requestId, change, by, at } = command;
  if (user.pendingChanges.some((each) => each.requestId === requestId)) return accepted();
  const possible = decideChange(change, user);
  if (!possible.ok || possible.events.length === 0) return possible;
  return accepted({
    type: 'RightsChangeRequested',
    data: { userId: user.userId, requestId, change, requestedBy: by, at },
  });
};

/** The second person is neither the requester nor the person concerned. The requester may withdraw the request. */
export const decideRightsChange = (
  command: Extract<UserCommand, { type: 'DecideRightsChange' }>,
  user: RegisteredUser,
): Decision<UserEvent> => {
  const { requestId, approved, reason, by, at } = command;
  const { userId } = user;
  const pending = user.pendingChanges.find((each) => each.requestId === requestId);
  if (pending === undefined) return refused('rightsChangeUnknown', '没有待审批的授权变更', { requestId });
  const decided: UserEvent = {
    type: 'RightsChangeDecided',
    data: { userId, requestId, approved, decidedBy: by, reason, at },
  };
  if (by === userId) return refused('ownRights', '不得审批自己的权限');
  if (!approved) return accepted(decided);
  if (by === pending.requestedBy) return refused('secondPersonNeeded', '须由另一名安全管理员审批');
  const done = decideChange(pending.change, user);
  return done.ok ? accepted<UserEvent>(decided, ...done.events) : done;
};
