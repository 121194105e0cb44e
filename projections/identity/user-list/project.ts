import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { users } from './table.ts';

export const userListProjection = rowProjection(users)({
  name: 'user-list@1',
  keyOf: ({ data }) => data.userId,
  on: {
    UserRegistered: (_row, { data, version }) => ({
      user_id: data.userId,
      login_name: data.loginName,
      display_name: data.displayName,
      password_hash: data.passwordHash,
      status: 'active',
      assignments: [],
      pending_changes: [],
      version,
    }),
    UserPasswordChanged: (row, { data, version }) =>
      row && { ...row, password_hash: data.passwordHash, version },
    UserRoleAssigned: (row, { data: { userId: _userId, ...assignment }, version }) =>
      row && { ...row, assignments: [...row.assignments, assignment], version },
    UserRoleRevoked(row, { data: { assignmentId }, version }) {
      const assignments = row?.assignments.filter((held) => held.assignmentId !== assignmentId) ?? [];
      return row && { ...row, assignments, version };
    },
    RightsChangeRequested: (row, { data: { userId: _userId, ...pending }, version }) =>
      row && { ...row, pending_changes: [...row.pending_changes, pending], version },
    RightsChangeDecided(row, { data: { requestId }, version }) {
      const pending = row?.pending_changes.filter((each) => each.requestId !== requestId) ?? [];
      return row && { ...row, pending_changes: pending, version };
    },
    UserDisabled: (row, { version }) => row && { ...row, status: 'disabled', version },
    UserEnabled: (row, { version }) => row && { ...row, status: 'active', version },
  },
});
