import type { UserEvent } from '../../../src/identity/events.ts';
import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type UserRow, users } from './table.ts';

type Handled = Extract<
  UserEvent,
  {
    type:
      | 'UserRegistered'
      | 'UserPasswordChanged'
      | 'UserRoleAssigned'
      | 'UserRoleRevoked'
      | 'RightsChangeRequested'
      | 'RightsChangeDecided'
      | 'UserDisabled'
      | 'UserEnabled';
  }
>;

const apply = (row: UserRow | undefined, event: Recorded<Handled>): UserRow | undefined => {
  const { version } = event;
  if (event.type === 'UserRegistered') {
    return {
      user_id: event.data.userId,
      login_name: event.data.loginName,
      display_name: event.data.displayName,
      password_hash: event.data.passwordHash,
      status: 'active',
      assignments: [],
      pending_changes: [],
      version,
    };
  }
  if (row === undefined) return undefined;
  switch (event.type) {
    case 'UserPasswordChanged':
      return { ...row, password_hash: event.data.passwordHash, version };
    case 'UserRoleAssigned': {
      const { userId: _userId, ...assignment } = event.data;
      return { ...row, assignments: [...row.assignments, assignment], version };
    }
    case 'UserRoleRevoked': {
      const { assignmentId } = event.data;
      return {
        ...row,
        assignments: row.assignments.filter((held) => held.assignmentId !== assignmentId),
        version,
      };
    }
    case 'RightsChangeRequested': {
      const { userId: _userId, ...pending } = event.data;
      return { ...row, pending_changes: [...row.pending_changes, pending], version };
    }
    case 'RightsChangeDecided': {
      const { requestId } = event.data;
      return {
        ...row,
        pending_changes: row.pending_changes.filter((each) => each.requestId !== requestId),
        version,
      };
    }
    case 'UserDisabled':
      return { ...row, status: 'disabled', version };
    case 'UserEnabled':
      return { ...row, status: 'active', version };
    default:
      return event satisfies never;
  }
};

export const userListProjection = rowProjection<UserRow, Handled>({
  name: 'user-list@1',
  table: users,
  key: 'user_id',
  handles: [
    'UserRegistered',
    'UserPasswordChanged',
    'UserRoleAssigned',
    'UserRoleRevoked',
    'RightsChangeRequested',
    'RightsChangeDecided',
    'UserDisabled',
    'UserEnabled',
  ],
  keyOf: (event) => event.data.userId,
  apply,
});
