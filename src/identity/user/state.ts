import type {
  Assignment,
  RightsChangeRequested,
  Sealed,
  SessionOpened,
  UsedFactor,
  UserEvent,
} from '../events.ts';

export interface OpenSession {
  readonly sessionId: string;
  readonly openedAt: string;
  readonly expiresAt: string;
  readonly network: string | null;
  readonly addressKey: string | null;
  /** Whether a second factor was used in it. */
  readonly factorShown: boolean;
}

export interface SecondFactor {
  readonly secret: Sealed;
  readonly since: string;
  /** Time step of the last code that was used: no code up to it can be used again. */
  readonly lastStep: number;
  /** Those not used yet. */
  readonly recoveryDigests: readonly string[];
}

/** Requested, and not decided yet. */
export type PendingChange = Omit<RightsChangeRequested['data'], 'userId'>;

export interface RegisteredUser {
  readonly status: 'active' | 'disabled';
  readonly userId: string;
  readonly loginName: string;
  readonly displayName: Sealed;
  readonly passwordHash: Sealed;
  /** Hashes of earlier passwords, latest first, up to MOST_FORMER_PASSWORDS. */
  readonly formerPasswords: readonly Sealed[];
  /** Null if it was set before that was recorded. */
  readonly passwordSetAt: string | null;
  readonly mustChangePassword: boolean;
  readonly resetCode: { readonly digest: string; readonly expiresAt: string } | null;
  readonly offeredSecret: Sealed | null;
  readonly secondFactor: SecondFactor | null;
  readonly assignments: readonly Assignment[];
  /** Changes of rights that are waiting for a second person. */
  readonly pendingChanges: readonly PendingChange[];
  /** Sessions neither closed nor, at the time of the last opening, expired. */
  readonly sessions: readonly OpenSession[];
  /** Keyed digests of the addresses of the last sign-ins, latest first: guesses from elsewhere do not slow these down. */
  readonly knownAddresses: readonly string[];
}

/** Stream `user-{id}`. */
export type UserState = { readonly status: 'unknown' } | RegisteredUser;

export const MOST_FORMER_PASSWORDS = 24;
const MOST_KNOWN_ADDRESSES = 20;

const assignmentOf = ({
  assignmentId,
  role,
  divisionCode,
  departmentId,
  validFrom,
  validUntil,
}: Assignment): Assignment => ({ assignmentId, role, divisionCode, departmentId, validFrom, validUntil });

const useFactor = (factor: SecondFactor | null, used: UsedFactor | null): SecondFactor | null => {
  if (factor === null || used === null) return factor;
  return used.kind === 'totp'
    ? { ...factor, lastStep: Math.max(factor.lastStep, used.step) }
    : { ...factor, recoveryDigests: factor.recoveryDigests.filter((digest) => digest !== used.digest) };
};

const openSession = (user: RegisteredUser, { data }: SessionOpened): RegisteredUser => {
  const { sessionId, at, expiresAt, network, addressKey, secondFactor } = data;
  // Expired sessions are removed when a new one is opened, so that the state of a user stays small.
  const alive = user.sessions.filter((each) => Date.parse(each.expiresAt) > Date.parse(at));
  const session = {
    sessionId,
    openedAt: at,
    expiresAt,
    network,
    addressKey,
    factorShown: secondFactor !== null,
  };
  const known = user.knownAddresses.filter((each) => each !== addressKey);
  return {
    ...user,
    sessions: [...alive, session],
    secondFactor: useFactor(user.secondFactor, secondFactor),
    knownAddresses: addressKey === null ? known : [addressKey, ...known].slice(0, MOST_KNOWN_ADDRESSES),
  };
};

const evolveRegistered = (
  user: RegisteredUser,
  event: Exclude<UserEvent, { type: 'UserRegistered' }>,
): RegisteredUser => {
  switch (event.type) {
    case 'UserPasswordChanged':
      return {
        ...user,
        passwordHash: event.data.passwordHash,
        formerPasswords: [user.passwordHash, ...user.formerPasswords].slice(0, MOST_FORMER_PASSWORDS),
        passwordSetAt: event.data.at,
        mustChangePassword: false,
        resetCode: null,
      };
    case 'PasswordResetIssued':
      return { ...user, resetCode: { digest: event.data.codeDigest, expiresAt: event.data.expiresAt } };
    case 'SecondFactorOffered':
      return { ...user, offeredSecret: event.data.secret };
    case 'SecondFactorEnrolled': {
      if (user.offeredSecret === null) return user;
      const { at, step, recoveryDigests } = event.data;
      return {
        ...user,
        offeredSecret: null,
        secondFactor: { secret: user.offeredSecret, since: at, lastStep: step, recoveryDigests },
      };
    }
    case 'SecondFactorRemoved':
      return { ...user, offeredSecret: null, secondFactor: null };
    case 'UserRoleAssigned':
      return { ...user, assignments: [...user.assignments, assignmentOf(event.data)] };
    case 'UserRoleRevoked': {
      const { assignmentId } = event.data;
      return { ...user, assignments: user.assignments.filter((each) => each.assignmentId !== assignmentId) };
    }
    case 'RightsChangeRequested': {
      const { userId: _userId, ...pending } = event.data;
      return { ...user, pendingChanges: [...user.pendingChanges, pending] };
    }
    case 'RightsChangeDecided': {
      const { requestId } = event.data;
      return { ...user, pendingChanges: user.pendingChanges.filter((each) => each.requestId !== requestId) };
    }
    case 'UserDisabled':
      return { ...user, status: 'disabled' };
    case 'UserEnabled':
      return { ...user, status: 'active' };
    case 'SessionOpened':
      return openSession(user, event);
    case 'SessionClosed':
      return { ...user, sessions: user.sessions.filter((each) => each.sessionId !== event.data.sessionId) };
    default:
      return event satisfies never;
  }
};

export const evolveUser = (state: UserState, event: UserEvent): UserState => {
  if (event.type === 'UserRegistered') {
    const { userId, loginName, displayName, passwordHash, mustChangePassword, at } = event.data;
    return {
      status: 'active',
      userId,
      loginName,
      displayName,
      passwordHash,
      formerPasswords: [],
      passwordSetAt: at,
      mustChangePassword,
      resetCode: null,
      offeredSecret: null,
      secondFactor: null,
      assignments: [],
      pendingChanges: [],
      sessions: [],
      knownAddresses: [],
    };
  }
  return state.status === 'unknown' ? state : evolveRegistered(state, event);
};

/** The session of a bearer token, if it is open and not expired and its user not disabled. */
export const findSession = (state: UserState, sessionId: string, nowIso: string): OpenSession | undefined =>
  state.status === 'active'
    ? state.sessions.find(
        (each) => each.sessionId === sessionId && Date.parse(nowIso) < Date.parse(each.expiresAt),
      )
    : undefined;

export const hasSession = (state: UserState, sessionId: string, nowIso: string): boolean =>
  findSession(state, sessionId, nowIso) !== undefined;
