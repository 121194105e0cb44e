import type { CommandContext, CommandOutcome } from '../../commands/command-handler.ts';
import { refused } from '../../commands/decider.ts';
import {
  type Assignment,
  conflictsAmong,
  type RightsChange,
  type Role,
  refusedAssignments,
  type UserState,
} from '../../identity/index.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import type { AccountsBase } from './options.ts';

export interface NewAssignment {
  readonly role: Role;
  readonly divisionCode: string;
  readonly departmentId: string | null;
  readonly validUntil?: string | null | undefined;
}

const USER = 'user:';

/** Grants and revokes roles. Nobody does it for themselves, whatever their rights. */
export const createRights = ({ command, isoNow }: AccountsBase) => {
  const idFor = (kind: string, { key, actor }: CommandContext): string =>
    key === undefined ? newId() : derivedId(kind, actor, key);

  const toAssignment = (wanted: NewAssignment, context: CommandContext): Assignment => {
    const { role, divisionCode, departmentId, validUntil = null } = wanted;
    const assignmentId = idFor('assignment', context);
    return { assignmentId, role, divisionCode, departmentId, validFrom: isoNow(), validUntil };
  };

  const ownRights = (userId: string, { actor }: CommandContext) =>
    actor === USER + userId ? refused('ownRights', '不得变更自己的权限') : undefined;

  const request = async (
    userId: string,
    change: RightsChange,
    context: CommandContext,
  ): Promise<CommandOutcome<UserState>> =>
    ownRights(userId, context) ??
    command(
      userId,
      {
        type: 'RequestRightsChange',
        requestId: idFor('rights-change', context),
        change,
        by: context.actor.slice(USER.length),
        at: isoNow(),
      },
      context,
    );

  return {
    /** Why a new user could not be granted all of these: checked before anything about the user is written. */
    refusedFor(
      userId: string,
      wanted: readonly NewAssignment[],
      context: CommandContext,
    ): CommandOutcome<UserState> | undefined {
      const refusal = refusedAssignments(
        userId,
        wanted.map((each) => ({ ...toAssignment(each, context), assignmentId: newId() })),
      );
      return refusal && { ok: false, refusal };
    },

    async assignRole(
      userId: string,
      wanted: NewAssignment,
      context: CommandContext,
    ): Promise<CommandOutcome<UserState>> {
      const assignment = toAssignment(wanted, context);
      return ownRights(userId, context) ?? command(userId, { type: 'AssignRole', assignment }, context);
    },

    async revokeRole(
      userId: string,
      assignmentId: string,
      context: CommandContext,
    ): Promise<CommandOutcome<UserState>> {
      return ownRights(userId, context) ?? command(userId, { type: 'RevokeRole', assignmentId }, context);
    },

    /** The same if a second person has to approve: nothing changes yet. */
    requestAssignment: (userId: string, wanted: NewAssignment, context: CommandContext) =>
      request(userId, { kind: 'assign', assignment: toAssignment(wanted, context) }, context),
    requestRevocation: (userId: string, assignmentId: string, context: CommandContext) =>
      request(userId, { kind: 'revoke', assignmentId }, context),

    decideRightsChange: (
      userId: string,
      requestId: string,
      decision: { readonly approved: boolean; readonly reason: string },
      context: CommandContext,
    ) =>
      command(
        userId,
        {
          type: 'DecideRightsChange',
          requestId,
          ...decision,
          by: context.actor.slice(USER.length),
          at: isoNow(),
        },
        context,
      ),

    /** Roles of a person that violate the separation of duties, granted before that was refused. */
    dutyConflicts: (assignments: readonly Assignment[]) => conflictsAmong(assignments, isoNow()),
  };
};
