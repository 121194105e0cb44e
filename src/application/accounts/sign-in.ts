import { networkOf } from '../../audit/index.ts';
import type { Position } from '../../event-store/event-store.ts';
import { HashingBusyError } from '../../identity/adapters/hash-queue.ts';
import {
  type RegisteredUser,
  signToken,
  type UsedFactor,
  userIdOf,
  verifyPassword,
} from '../../identity/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Account } from './authenticated.ts';
import type { AccountsBase } from './options.ts';
import { restrictionOf } from './restriction.ts';
import type { createSecondFactor } from './second-factor.ts';
import type { SignInGate } from './sign-in-gate.ts';

export interface SignedIn {
  readonly token: string;
  readonly expiresAt: string;
  readonly user: Account;
}

export interface SignInRequest {
  readonly loginName: string;
  readonly password: string;
  /** Six digits of the second factor, or a recovery code. */
  readonly code?: string | undefined;
  readonly address: string;
}

export type SignInResult =
  | {
      readonly ok: true;
      readonly signedIn: SignedIn;
      readonly sessionId: string;
      readonly position: Position;
    }
  | {
      readonly ok: false;
      readonly code:
        | 'wrongCredentials'
        | 'secondFactorNeeded'
        | 'secondFactorWrong'
        | 'tooManyAttempts'
        | 'hashingBusy';
      /** Only for an existing user: a password may have been typed as the name. */
      readonly userId: string | null;
      readonly retryAfterSeconds?: number;
    };

export const createSignIn = (
  base: AccountsBase,
  gate: SignInGate,
  secondFactor: ReturnType<typeof createSecondFactor>,
  openName: (userId: string, sealed: RegisteredUser['displayName']) => Promise<string>,
) => {
  const { vault, clock, readUser, command } = base;

  /** The same work for an unknown name, so that the response time does not reveal which names exist. */
  const passwordFits = async (
    userId: string,
    user: RegisteredUser | null,
    password: string,
    known: boolean,
  ) => {
    const hash = user === null ? null : await vault.open(userId, user.passwordHash);
    return verifyPassword(
      password,
      hash === null || hash.erased ? null : hash.plaintext,
      base.passwordCost,
      base.hashing.derive(known ? 'known' : 'stranger'),
    );
  };

  const open = async (
    user: RegisteredUser,
    address: string,
    used: UsedFactor | null,
  ): Promise<SignInResult> => {
    const { userId, loginName, assignments } = user;
    const sessionId = newId();
    const now = clock.now();
    const at = new Date(now).toISOString();
    const expiresAt = new Date(now + base.sessionHours * 3_600_000).toISOString();
    const outcome = await command(
      userId,
      {
        type: 'OpenSession',
        sessionId,
        at,
        expiresAt,
        network: networkOf(address),
        addressKey: base.addressKey(address),
        secondFactor: used,
        maxSessions: base.maxSessions,
      },
      { actor: `user:${userId}` },
    );
    if (!outcome.ok || outcome.position === undefined) {
      // Disabled is answered like a wrong password: guessing one reveals nothing about the other.
      const wrongCode = !outcome.ok && outcome.refusal.code.startsWith('secondFactor');
      return { ok: false, code: wrongCode ? 'secondFactorWrong' : 'wrongCredentials', userId };
    }
    await base.touches.touch(sessionId);
    const token = signToken(
      { sub: userId, sid: sessionId, exp: Math.floor(Date.parse(expiresAt) / 1000) },
      base.tokenKey,
    );
    const displayName = await openName(userId, user.displayName);
    const restriction = restrictionOf(user, { factorShown: used !== null }, base, at);
    return {
      ok: true,
      signedIn: { token, expiresAt, user: { userId, loginName, displayName, assignments, restriction } },
      sessionId,
      position: outcome.position,
    };
  };

  return async ({ loginName, password, code, address }: SignInRequest): Promise<SignInResult> => {
    const userId = userIdOf(loginName);
    const user = await readUser(userId);
    const knownId = user === null ? null : userId;
    const addressKey = base.addressKey(address);
    const known = user !== null && addressKey !== null && user.knownAddresses.includes(addressKey);

    const admission = await gate.signIn(loginName, address, known);
    if (!admission.ok) return { ...admission, userId: knownId };
    let fits: boolean;
    try {
      fits = await passwordFits(userId, user, password, known);
    } catch (error) {
      if (!(error instanceof HashingBusyError)) throw error;
      await admission.giveBack();
      return { ok: false, code: 'hashingBusy', userId: knownId, retryAfterSeconds: 5 };
    }
    if (!fits || user === null) return { ok: false, code: 'wrongCredentials', userId: knownId };

    let used: UsedFactor | null = null;
    if (user.secondFactor !== null) {
      if (code === undefined) {
        await admission.giveBack();
        return { ok: false, code: 'secondFactorNeeded', userId };
      }
      const codeAdmission = await gate.code(userId, address, known);
      if (!codeAdmission.ok) return { ...codeAdmission, userId };
      used = (await secondFactor.factorOf(user, code)) ?? null;
      if (used === null) return { ok: false, code: 'secondFactorWrong', userId };
      await codeAdmission.giveBack();
    }
    const result = await open(user, address, used);
    if (result.ok) await admission.giveBack();
    return result;
  };
};
