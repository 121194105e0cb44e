import type { AuditAction } from '../../../src/audit/actions.ts';
import type { UserEvent } from '../../../src/identity/events.ts';
import { type EventOf, type Recorded, sameFor } from '../../../src/projection-engine/handlers.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type AuditRow, auditLog } from './table.ts';

/** Changes of accounts are already events with their actor: being in the log puts them in the audit log. */
const ACTION_OF_EVENT: Readonly<Record<UserEvent['type'], AuditAction>> = {
  UserRegistered: 'registerUser',
  UserPasswordChanged: 'changePassword',
  PasswordResetIssued: 'issueResetCode',
  SecondFactorOffered: 'offerSecondFactor',
  SecondFactorEnrolled: 'enrolSecondFactor',
  SecondFactorRemoved: 'removeSecondFactor',
  UserRoleAssigned: 'assignRole',
  UserRoleRevoked: 'revokeRole',
  RightsChangeRequested: 'requestRightsChange',
  RightsChangeDecided: 'decideRightsChange',
  UserDisabled: 'disableUser',
  UserEnabled: 'enableUser',
  SessionOpened: 'signIn',
  SessionClosed: 'signOut',
};

/** Columns that an act and a sum of refused acts have in common. */
const ofAudit = ({ id, data }: EventOf<'ActionAudited' | 'RefusalsCounted'>) => ({
  entry_id: id,
  actor: data.actor,
  action: data.action,
  outcome: data.outcome,
  object_kind: data.object?.kind ?? null,
  object_id: data.object?.id ?? null,
  reason: data.reason,
});

const detailOf = (event: Recorded<UserEvent>): string | null => {
  if (event.type === 'UserRoleAssigned') return `${event.data.role} ${event.data.divisionCode}`;
  return event.type === 'SessionOpened' ? (event.data.secondFactor?.kind ?? null) : null;
};

const accountRow = (_row: AuditRow | undefined, event: Recorded<UserEvent>): AuditRow => ({
  entry_id: event.id,
  at: event.recordedAt,
  actor: event.meta.actor,
  action:
    event.type === 'UserPasswordChanged' && event.data.how === 'resetCode'
      ? 'resetPassword'
      : ACTION_OF_EVENT[event.type],
  outcome: 'done',
  object_kind: 'user',
  object_id: event.data.userId,
  purpose: null,
  reason: detailOf(event),
  network: event.type === 'SessionOpened' ? event.data.network : null,
  address_key: event.type === 'SessionOpened' ? event.data.addressKey : null,
  session_id: 'sessionId' in event.data ? event.data.sessionId : null,
  count: 1,
  since: null,
});

export const auditLogProjection = rowProjection(auditLog)({
  name: 'audit-log@2',
  keyOf: ({ id }) => id,
  on: {
    ActionAudited: (_row, event) => ({
      ...ofAudit(event),
      at: event.data.at,
      purpose: event.data.purpose,
      network: event.data.network,
      address_key: event.data.addressKey,
      session_id: event.data.sessionId,
      count: 1,
      since: null,
    }),
    RefusalsCounted: (_row, event) => ({
      ...ofAudit(event),
      at: event.data.until,
      purpose: null,
      network: null,
      address_key: null,
      session_id: null,
      count: event.data.count - event.data.recorded,
      since: event.data.from,
    }),
    ...sameFor(Object.keys(ACTION_OF_EVENT) as UserEvent['type'][], accountRow),
  },
});
