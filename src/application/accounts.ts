import { randomBytes } from 'node:crypto';
import type { UserRow } from '../../projections/user-list/project.ts';
import { refused } from '../decider.ts';
import type { EventStore, Position } from '../event-store/event-store.ts';
import type { Role, UserEvent } from '../identity/index.ts';
import {
  hashPassword,
  hasSession,
  type PasswordCost,
  type PasswordPolicy,
  passwordProblem,
  type RegisteredUser,
  type RightsHolder,
  signToken,
  type UserState,
  userDecider,
  userIdOf,
  userStream,
  type Vault,
  verifyPassword,
  verifyToken,
} from '../identity/index.ts';
import type { Clock } from '../platform/clock.ts';
import { derivedId, newId } from '../platform/ids.ts';
import type { Sql } from '../platform/sql.ts';
import { type CommandContext, type CommandOutcome, createCommandHandler } from './command-handler.ts';

export interface SignedIn {
  readonly token: string;
  readonly expiresAt: string;
  readonly user: Account;
}

export interface Account extends RightsHolder {
  readonly loginName: string;
  readonly displayName: string;
}

export interface Authenticated extends RightsHolder {
  readonly sessionId: string;
  readonly loginName: string;
  /** Opened when it is asked for: it takes the person's key, and hardly any request shows the name. */
  readonly displayName: () => Promise<string>;
}

export interface NewUser {
  readonly loginName: string;
  readonly displayName: string;
  readonly password: string;
}

export interface NewAssignment {
  readonly role: Role;
  readonly divisionCode: string;
  readonly departmentId: string | null;
  readonly validUntil?: string | null;
}

export type Accounts = ReturnType<typeof createAccounts>;

export interface AccountsOptions {
  readonly store: EventStore;
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly tokenKey: Buffer;
  readonly sessionHours: number;
  readonly passwordPolicy: PasswordPolicy;
  /** Less for tests alone, which make hundreds of users. */
  readonly passwordCost?: PasswordCost | undefined;
}

const CACHED_USERS = 10_000;

const PASSWORD_PROBLEMS_ZH = {
  tooShort: '密码过短',
  tooLong: '密码过长',
  containsLoginName: '密码不能包含登录名',
  tooFewCharacters: '密码的不同字符过少',
} as const;

/** Users, passwords and sessions. */
export const createAccounts = (options: AccountsOptions) => {
  const { store, vault, clock } = options;
  const handle = createCommandHandler(store);
  const isoNow = () => new Date(clock.now()).toISOString();

  const cache = new Map<string, { state: UserState; version: number }>();

  /** State straight from the log, right from the moment of the last command on: reads only what is new since last time. */
  const readUser = async (userId: string): Promise<RegisteredUser | null> => {
    const known = cache.get(userId) ?? { state: userDecider.initialState, version: 0 };
    const events = await store.readStream(userStream(userId), { fromVersion: known.version + 1 });
    const state = events.reduce(
      (user, event) => userDecider.evolve(user, event as unknown as UserEvent),
      known.state,
    );
    if (state.status === 'unknown') return null;
    cache.delete(userId);
    cache.set(userId, { state, version: known.version + events.length });
    for (const oldest of cache.keys()) {
      if (cache.size <= CACHED_USERS) break;
      cache.delete(oldest);
    }
    return state;
  };

  const openName = async (userId: string, sealed: UserRow['display_name']): Promise<string> => {
    const opened = await vault.open(userId, sealed as never);
    return opened.erased ? '（已删除）' : opened.plaintext;
  };

  const sealPassword = async (userId: string, password: string) =>
    vault.seal(userId, await hashPassword(password, randomBytes, options.passwordCost));

  const checkPolicy = (password: string, loginName: string) => {
    const problem = passwordProblem(password, loginName, options.passwordPolicy);
    return problem === null
      ? undefined
      : refused('passwordTooWeak', PASSWORD_PROBLEMS_ZH[problem], { problem });
  };

  const command = (userId: string, body: Parameters<typeof userDecider.decide>[0], context: CommandContext) =>
    handle({
      stream: userStream(userId),
      decider: userDecider,
      command: body,
      context,
      dataClass: 'personal',
    });

  return {
    async register(user: NewUser, context: CommandContext): Promise<CommandOutcome<UserState>> {
      const weak = checkPolicy(user.password, user.loginName);
      if (weak !== undefined) return weak;
      const userId = userIdOf(user.loginName);
      const [displayName, passwordHash] = [
        await vault.seal(userId, user.displayName),
        await sealPassword(userId, user.password),
      ];
      return command(
        userId,
        { type: 'RegisterUser', userId, loginName: user.loginName, displayName, passwordHash },
        context,
      );
    },

    assignRole(
      userId: string,
      assignment: NewAssignment,
      context: CommandContext,
    ): Promise<CommandOutcome<UserState>> {
      const assignmentId =
        context.key === undefined ? newId() : derivedId('assignment', context.actor, context.key);
      const { role, divisionCode, departmentId, validUntil = null } = assignment;
      return command(
        userId,
        {
          type: 'AssignRole',
          assignment: { assignmentId, role, divisionCode, departmentId, validFrom: isoNow(), validUntil },
        },
        context,
      );
    },

    revokeRole: (userId: string, assignmentId: string, context: CommandContext) =>
      command(userId, { type: 'RevokeRole', assignmentId }, context),
    disable: (userId: string, reason: string, context: CommandContext) =>
      command(userId, { type: 'DisableUser', reason, at: isoNow() }, context),
    enable: (userId: string, context: CommandContext) => command(userId, { type: 'EnableUser' }, context),

    /** Undefined for a wrong name or password; both take the same time. */
    async signIn(
      loginName: string,
      password: string,
    ): Promise<{ signedIn: SignedIn; position: Position } | undefined> {
      const userId = userIdOf(loginName);
      const user = await readUser(userId);
      const hash = user === null ? null : await vault.open(userId, user.passwordHash);
      const matches = await verifyPassword(
        password,
        hash === null || hash.erased ? null : hash.plaintext,
        options.passwordCost,
      );
      if (!matches || user === null) return undefined;
      const sessionId = newId();
      const now = clock.now();
      const expiresAt = new Date(now + options.sessionHours * 3_600_000).toISOString();
      const outcome = await command(
        userId,
        { type: 'OpenSession', sessionId, at: new Date(now).toISOString(), expiresAt },
        { actor: `user:${userId}` },
      );
      if (!outcome.ok || outcome.position === undefined) return undefined;
      const token = signToken(
        { sub: userId, sid: sessionId, exp: Math.floor(Date.parse(expiresAt) / 1000) },
        options.tokenKey,
      );
      const displayName = await openName(userId, user.displayName);
      return {
        signedIn: {
          token,
          expiresAt,
          user: { userId, loginName, displayName, assignments: user.assignments },
        },
        position: outcome.position,
      };
    },

    signOut: (userId: string, sessionId: string) =>
      command(userId, { type: 'CloseSession', sessionId, at: isoNow() }, { actor: `user:${userId}` }),

    /** Who a bearer token stands for, if its session is open and its user active: read from the log. */
    async authenticate(token: string): Promise<Authenticated | undefined> {
      const verdict = verifyToken(token, options.tokenKey, clock.now());
      if (!verdict.ok) return undefined;
      const { sub: userId, sid: sessionId } = verdict.payload;
      const user = await readUser(userId);
      if (user === null || user.status === 'disabled' || !hasSession(user, sessionId, isoNow()))
        return undefined;
      return {
        userId,
        sessionId,
        loginName: user.loginName,
        displayName: () => openName(userId, user.displayName),
        assignments: user.assignments,
      };
    },

    /** Rights and end of a session, as the log says now; undefined when it is over. */
    async findSession(userId: string, sessionId: string) {
      const user = await readUser(userId);
      const session = user?.sessions.find((each) => each.sessionId === sessionId);
      if (user === null || session === undefined || !hasSession(user, sessionId, isoNow())) return undefined;
      return { assignments: user.assignments, expiresAt: session.expiresAt };
    },

    async changePassword(
      user: Authenticated,
      currentPassword: string,
      newPassword: string,
    ): Promise<CommandOutcome<UserState>> {
      const state = await readUser(user.userId);
      const hash = state === null ? null : await vault.open(user.userId, state.passwordHash);
      const matches = await verifyPassword(
        currentPassword,
        hash === null || hash.erased ? null : hash.plaintext,
        options.passwordCost,
      );
      if (!matches) return refused('wrongCredentials', '当前密码错误');
      const weak = checkPolicy(newPassword, user.loginName);
      if (weak !== undefined) return weak;
      const passwordHash = await sealPassword(user.userId, newPassword);
      return command(
        user.userId,
        { type: 'ChangePassword', passwordHash, at: isoNow(), keepSessionId: user.sessionId },
        { actor: `user:${user.userId}` },
      );
    },

    openName,
  };
};
