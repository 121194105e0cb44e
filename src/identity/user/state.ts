import type { Assignment, Sealed, UserEvent } from '../events.ts';

export interface OpenSession {
  readonly sessionId: string;
  readonly expiresAt: string;
}

export interface RegisteredUser {
  readonly status: 'active' | 'disabled';
  readonly userId: string;
  readonly loginName: string;
  readonly displayName: Sealed;
  readonly passwordHash: Sealed;
  readonly assignments: readonly Assignment[];
  /** Sessions neither closed nor, at the time of the last opening, expired. */
  readonly sessions: readonly OpenSession[];
}

/** Stream `user-{id}`. */
export type UserState = { readonly status: 'unknown' } | RegisteredUser;

const assignmentOf = ({
  assignmentId,
  role,
  divisionCode,
  departmentId,
  validFrom,
  validUntil,
}: Assignment): Assignment => ({ assignmentId, role, divisionCode, departmentId, validFrom, validUntil });

const evolveRegistered = (
  user: RegisteredUser,
  event: Exclude<UserEvent, { type: 'UserRegistered' }>,
): RegisteredUser => {
  switch (event.type) {
    case 'UserPasswordChanged':
      return { ...user, passwordHash: event.data.passwordHash };
    case 'UserRoleAssigned':
      return { ...user, assignments: [...user.assignments, assignmentOf(event.data)] };
    case 'UserRoleRevoked': {
      const { assignmentId } = event.data;
      return { ...user, assignments: user.assignments.filter((each) => each.assignmentId !== assignmentId) };
    }
    case 'UserDisabled':
      return { ...user, status: 'disabled' };
    case 'UserEnabled':
      return { ...user, status: 'active' };
    case 'SessionOpened': {
      const { sessionId, at, expiresAt } = event.data;
      // Expired sessions go when a new one comes, so that the state of a user stays small.
      const alive = user.sessions.filter((each) => Date.parse(each.expiresAt) > Date.parse(at));
      return { ...user, sessions: [...alive, { sessionId, expiresAt }] };
    }
    case 'SessionClosed':
      return { ...user, sessions: user.sessions.filter((each) => each.sessionId !== event.data.sessionId) };
    default:
      return event satisfies never;
  }
};

export const evolveUser = (state: UserState, event: UserEvent): UserState => {
  if (event.type === 'UserRegistered') {
    const { userId, loginName, displayName, passwordHash } = event.data;
    return {
      status: 'active',
      userId,
      loginName,
      displayName,
      passwordHash,
      assignments: [],
      sessions: [],
    };
  }
  return state.status === 'unknown' ? state : evolveRegistered(state, event);
};

/** Is the session open and not expired, and its user not disabled? What a bearer token is checked against. */
export const hasSession = (state: UserState, sessionId: string, nowIso: string): boolean =>
  state.status === 'active' &&
  state.sessions.some(
    (each) => each.sessionId === sessionId && Date.parse(nowIso) < Date.parse(each.expiresAt),
  );
