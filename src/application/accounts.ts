import type { UserRow } from '../../projections/identity/user-list/table.ts';
import {
  type CommandContext,
  type CommandOutcome,
  createCommandHandler,
  refusalBeforehand,
} from '../commands/command-handler.ts';
import {
  type Sealed,
  type UserCommand,
  type UserState,
  userDecider,
  userIdOf,
  userStream,
} from '../identity/index.ts';
import type { Authenticated } from './accounts/authenticated.ts';
import type { AccountsBase, AccountsOptions } from './accounts/options.ts';
import { createPasswords } from './accounts/passwords.ts';
import { createRights } from './accounts/rights.ts';
import { createSecondFactor } from './accounts/second-factor.ts';
import { createSessions } from './accounts/sessions.ts';
import { createSignIn } from './accounts/sign-in.ts';
import { createSignInGate } from './accounts/sign-in-gate.ts';
import { createUserReader } from './accounts/user-reader.ts';

export type { Account, Authenticated, SessionRestriction } from './accounts/authenticated.ts';
export type { NewAssignment } from './accounts/rights.ts';
export type { ListedSession } from './accounts/sessions.ts';
export type { SignedIn, SignInResult } from './accounts/sign-in.ts';

export interface NewUser {
  readonly loginName: string;
  readonly displayName: string;
  readonly password: string;
  /** Somebody else chose the password: the first session may only change it. Default false. */
  readonly mustChangePassword?: boolean;
  /** Home division of the person while no role determines it. */
  readonly homeDivision?: string;
}

export type Accounts = ReturnType<typeof createAccounts>;

const requestFor = (userId: string, command: UserCommand, context: CommandContext) =>
  ({ stream: userStream(userId), decider: userDecider, command, context, dataClass: 'personal' }) as const;

const NOT_SEALED_YET = '' as Sealed;

/** Users, passwords, second factors and sessions. */
export const createAccounts = (options: AccountsOptions) => {
  const { store, vault, clock } = options;
  const handle = createCommandHandler(store);
  const isoNow = () => new Date(clock.now()).toISOString();

  const base: AccountsBase = {
    ...options,
    readUser: createUserReader(store),
    isoNow,
    command: (userId, command, context) => handle(requestFor(userId, command, context)),
  };
  const { command } = base;

  const openName = async (userId: string, sealed: UserRow['display_name']): Promise<string> => {
    const opened = await vault.open(userId, sealed as never);
    return opened.erased ? '（已删除）' : opened.plaintext;
  };

  const gate = createSignInGate(base);
  const passwords = createPasswords(base, gate);
  const secondFactor = createSecondFactor(base, gate);
  const sessions = createSessions(base, openName);

  return {
    async register(user: NewUser, context: CommandContext): Promise<CommandOutcome<UserState>> {
      const weak = await passwords.check(user.password, user.loginName);
      if (weak !== undefined) return weak;
      const userId = userIdOf(user.loginName);
      const registration = (displayName: Sealed, passwordHash: Sealed) =>
        requestFor(
          userId,
          {
            type: 'RegisterUser',
            userId,
            loginName: user.loginName,
            displayName,
            passwordHash,
            mustChangePassword: user.mustChangePassword ?? false,
            homeDivision: user.homeDivision ?? null,
            at: isoNow(),
          },
          context,
        );
      // Sealing creates a key: a refused registration must not leave one behind.
      const refusal = await refusalBeforehand(store, registration(NOT_SEALED_YET, NOT_SEALED_YET));
      if (refusal !== undefined) return refusal;
      const displayName = await vault.seal(userId, user.displayName);
      const sealed = await passwords.sealOrRefuse(userId, user.password);
      return sealed.ok ? handle(registration(displayName, sealed.passwordHash)) : sealed;
    },

    ...createRights(base),
    disable: (userId: string, reason: string, context: CommandContext) =>
      command(userId, { type: 'DisableUser', reason, at: isoNow() }, context),
    enable: (userId: string, context: CommandContext) => command(userId, { type: 'EnableUser' }, context),

    signIn: createSignIn(base, gate, secondFactor, openName),
    signOut: (userId: string, sessionId: string) =>
      sessions.close(userId, sessionId, { actor: `user:${userId}` }),
    authenticate: sessions.authenticate,
    findSession: sessions.find,
    listSessions: sessions.list,
    closeSession: sessions.close,
    closeAllSessions: sessions.closeAll,

    changePassword: passwords.change,
    issuePasswordReset: passwords.issueReset,
    resetPassword: passwords.reset,

    offerSecondFactor: secondFactor.offer,
    confirmSecondFactor: secondFactor.confirm,
    removeSecondFactor: secondFactor.remove,
    /** For a person who has lost the device and the recovery codes; afterwards the password alone is enough to sign in. */
    dropSecondFactor: (userId: string, context: CommandContext) =>
      command(userId, { type: 'RemoveSecondFactor', at: isoNow(), used: null }, context),
    /** Whether a second factor is enrolled, and how many recovery codes are left. */
    async secondFactorOf({ userId }: Authenticated) {
      const factor = (await base.readUser(userId))?.secondFactor ?? null;
      return factor === null
        ? { enrolled: false, since: null, recoveryCodesLeft: 0 }
        : { enrolled: true, since: factor.since, recoveryCodesLeft: factor.recoveryDigests.length };
    },

    openName,
  };
};
