import { randomBytes } from 'node:crypto';
import type { CommandContext, CommandOutcome } from '../../commands/command-handler.ts';
import { refused } from '../../commands/decider.ts';
import { HashingBusyError } from '../../identity/adapters/hash-queue.ts';
import {
  hashPassword,
  passwordProblem,
  passwordProblemZh,
  type RegisteredUser,
  type Sealed,
  type UserState,
  userIdOf,
  verifyPassword,
} from '../../identity/index.ts';
import type { Authenticated } from './authenticated.ts';
import type { AccountsBase } from './options.ts';
import { codeDigest } from './second-factor.ts';
import type { SignInGate } from './sign-in-gate.ts';

type Refused = Extract<CommandOutcome<UserState>, { ok: false }>;

/** A one-time code: 128 bits, in groups that can be read out over the telephone. */
const newResetCode = (): string =>
  randomBytes(16)
    .toString('hex')
    .replace(/(.{4})(?=.)/g, '$1-');

export const createPasswords = (base: AccountsBase, gate: SignInGate) => {
  const { vault, command, readUser, isoNow } = base;

  const matches = async (userId: string, sealed: Sealed, password: string) => {
    const hash = await vault.open(userId, sealed);
    const stored = hash.erased ? null : hash.plaintext;
    return verifyPassword(password, stored, base.passwordCost, base.hashing.derive('known'));
  };

  const busy = (error: unknown): Refused => {
    if (!(error instanceof HashingBusyError)) throw error;
    return refused('hashingBusy', '系统繁忙，请稍后再试', { retryAfterSeconds: 5 });
  };

  const seal = async (userId: string, password: string) =>
    vault.seal(
      userId,
      await hashPassword(password, randomBytes, base.passwordCost, base.hashing.derive('known')),
    );

  const check = async (password: string, loginName: string): Promise<Refused | undefined> => {
    const policy = await base.passwordPolicy();
    const problem = passwordProblem(password, loginName, policy);
    if (problem === null) return undefined;
    const { minLength, maxLength } = policy;
    return refused('passwordTooWeak', passwordProblemZh(problem, policy), { problem, minLength, maxLength });
  };

  const usedBefore = async (user: RegisteredUser, password: string): Promise<boolean> => {
    const hashes = [user.passwordHash, ...user.formerPasswords].slice(0, base.passwordHistory);
    for (const hash of hashes) if (await matches(user.userId, hash, password)) return true;
    return false;
  };

  /** Whether a new password may be used; its sealed hash if it may. */
  const prepare = async (
    user: RegisteredUser,
    password: string,
  ): Promise<{ ok: true; passwordHash: Sealed } | Refused> => {
    const weak = await check(password, user.loginName);
    if (weak !== undefined) return weak;
    if (await usedBefore(user, password)) {
      const { passwordHistory } = base;
      return refused('passwordUsedBefore', `不能使用最近 ${passwordHistory} 次用过的密码`, {
        passwordHistory,
      });
    }
    return { ok: true, passwordHash: await seal(user.userId, password) };
  };

  return {
    check,
    sealOrRefuse: (userId: string, password: string): Promise<{ ok: true; passwordHash: Sealed } | Refused> =>
      seal(userId, password).then((passwordHash) => ({ ok: true as const, passwordHash }), busy),
    async change(
      { userId, sessionId }: Authenticated,
      currentPassword: string,
      newPassword: string,
    ): Promise<CommandOutcome<UserState>> {
      const admission = await gate.session('password', userId, sessionId);
      if (!admission.ok)
        return refused('tooManyAttempts', '尝试过多，请稍后再试', {
          retryAfterSeconds: admission.retryAfterSeconds,
        });
      try {
        const user = await readUser(userId);
        if (user === null || !(await matches(userId, user.passwordHash, currentPassword)))
          return refused('wrongCredentials', '当前密码错误');
        await admission.giveBack();
        const prepared = await prepare(user, newPassword);
        if (!prepared.ok) return prepared;
        return await command(
          userId,
          {
            type: 'ChangePassword',
            passwordHash: prepared.passwordHash,
            at: isoNow(),
            keepSessionId: sessionId,
          },
          { actor: `user:${userId}` },
        );
      } catch (error) {
        return busy(error);
      }
    },

    /** A code, shown only once, with which the user sets a new password. The old password remains valid until then. */
    async issueReset(
      userId: string,
      context: CommandContext,
    ): Promise<{ ok: true; code: string; expiresAt: string } | Refused> {
      const code = newResetCode();
      const at = base.clock.now();
      const expiresAt = new Date(at + base.resetCodeMinutes * 60_000).toISOString();
      const outcome = await command(
        userId,
        {
          type: 'IssuePasswordReset',
          codeDigest: codeDigest(base.codeKey, userId, code),
          at: new Date(at).toISOString(),
          expiresAt,
        },
        context,
      );
      return outcome.ok ? { ok: true, code, expiresAt } : outcome;
    },

    /** The same refusal for a wrong name, a wrong code and an expired one. */
    async reset(
      loginName: string,
      code: string,
      newPassword: string,
      address: string,
    ): Promise<CommandOutcome<UserState>> {
      const admission = await gate.resetCode(address);
      if (!admission.ok)
        return refused('tooManyAttempts', '尝试过多，请稍后再试', {
          retryAfterSeconds: admission.retryAfterSeconds,
        });
      const userId = userIdOf(loginName);
      const user = await readUser(userId);
      const digest = codeDigest(base.codeKey, userId, code);
      const invalid = refused('resetCodeInvalid', '重置码错误、已使用或已过期');
      if (user === null || user.resetCode?.digest !== digest) return invalid;
      if (!(Date.parse(isoNow()) < Date.parse(user.resetCode.expiresAt))) return invalid;
      try {
        const prepared = await prepare(user, newPassword);
        if (!prepared.ok) return prepared;
        await admission.giveBack();
        return await command(
          userId,
          { type: 'ResetPassword', codeDigest: digest, passwordHash: prepared.passwordHash, at: isoNow() },
          { actor: `user:${userId}` },
        );
      } catch (error) {
        return busy(error);
      }
    },
  };
};
