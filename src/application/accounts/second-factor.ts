import { createHmac, randomBytes } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import type { CommandOutcome } from '../../commands/command-handler.ts';
import { refused } from '../../commands/decider.ts';
import type { RegisteredUser, UsedFactor, UserState } from '../../identity/index.ts';
import type { Authenticated } from './authenticated.ts';
import type { AccountsBase } from './options.ts';
import type { SignInGate } from './sign-in-gate.ts';

/** Name of the issuer in the authenticator app. */
const ISSUER = 'Yiwang';
const RECOVERY_CODES = 10;
/** A phone's clock may be this far off, to either side: one step of RFC 6238. */
const TOLERANCE_SECONDS = 30;
/** The library throws for anything else. */
const SIX_DIGITS = /^\d{6}$/;
const WRONG = refused('secondFactorWrong', '动态口令错误或已使用');

/** A code that is shown only once: 80 bits, in groups that can be read out. */
const newCode = (): string =>
  randomBytes(10)
    .toString('hex')
    .replace(/(.{5})(?=.)/g, '$1-');

/** Keyed digest of a code that is shown only once, however it was typed. */
export const codeDigest = (key: Buffer, userId: string, code: string): string =>
  createHmac('sha256', key)
    .update(`${userId}\u0000${code.toLowerCase().replace(/[^0-9a-f]/g, '')}`)
    .digest('base64url')
    .slice(0, 22);

/** Time-based codes (TOTP, RFC 6238) in addition to the password. */
export const createSecondFactor = (base: AccountsBase, gate: SignInGate) => {
  const { vault, clock, command, readUser, isoNow } = base;

  /** Time step of a six-digit code; undefined for any other text, and for a code of another time. */
  const stepOf = async (userId: string, sealed: RegisteredUser['displayName'], token: string) => {
    if (!SIX_DIGITS.test(token)) return undefined;
    const secret = await vault.open(userId, sealed);
    if (secret.erased) return undefined;
    const result = verifySync({
      secret: secret.plaintext,
      token,
      epoch: Math.floor(clock.now() / 1000),
      epochTolerance: TOLERANCE_SECONDS,
    });
    return result.valid && 'timeStep' in result ? result.timeStep : undefined;
  };

  /** The factor that a code proves: six digits are time-based, anything else is a recovery code. Undefined if it is wrong. */
  const factorOf = async (user: RegisteredUser, code: string): Promise<UsedFactor | undefined> => {
    if (user.secondFactor === null) return undefined;
    const digits = code.replaceAll(' ', '');
    if (SIX_DIGITS.test(digits)) {
      const step = await stepOf(user.userId, user.secondFactor.secret, digits);
      return step === undefined || step <= user.secondFactor.lastStep ? undefined : { kind: 'totp', step };
    }
    const digest = codeDigest(base.codeKey, user.userId, code);
    return user.secondFactor.recoveryDigests.includes(digest) ? { kind: 'recoveryCode', digest } : undefined;
  };

  const limited = (retryAfterSeconds: number) =>
    refused('tooManyAttempts', '尝试过多，请稍后再试', { retryAfterSeconds });

  return {
    factorOf,
    async offer({
      userId,
      loginName,
    }: Authenticated): Promise<
      { ok: true; secret: string; uri: string } | Extract<CommandOutcome<UserState>, { ok: false }>
    > {
      const secret = generateSecret();
      const outcome = await command(
        userId,
        { type: 'OfferSecondFactor', secret: await vault.seal(userId, secret), at: isoNow() },
        { actor: `user:${userId}` },
      );
      if (!outcome.ok) return outcome;
      return { ok: true, secret, uri: generateURI({ issuer: ISSUER, label: loginName, secret }) };
    },
    /** The first code of the offered secret activates it; returns the recovery codes, only this once. */
    async confirm(
      { userId, sessionId }: Authenticated,
      code: string,
    ): Promise<{ ok: true; recoveryCodes: string[] } | Extract<CommandOutcome<UserState>, { ok: false }>> {
      const admission = await gate.session('confirmCode', userId, sessionId);
      if (!admission.ok) return limited(admission.retryAfterSeconds);
      const user = await readUser(userId);
      if (user === null || user.offeredSecret === null)
        return refused('secondFactorNotOffered', '请先申请动态口令');
      const step = await stepOf(userId, user.offeredSecret, code.replaceAll(' ', ''));
      if (step === undefined) return WRONG;
      const recoveryCodes = Array.from({ length: RECOVERY_CODES }, newCode);
      const recoveryDigests = recoveryCodes.map((each) => codeDigest(base.codeKey, userId, each));
      const outcome = await command(
        userId,
        { type: 'ConfirmSecondFactor', step, recoveryDigests, at: isoNow(), sessionId },
        { actor: `user:${userId}` },
      );
      if (!outcome.ok) return outcome;
      await admission.giveBack();
      return { ok: true, recoveryCodes };
    },
    /** Needs a code: an unattended open session is not enough. */
    async remove({ userId, sessionId }: Authenticated, code: string): Promise<CommandOutcome<UserState>> {
      const admission = await gate.session('removeCode', userId, sessionId);
      if (!admission.ok) return limited(admission.retryAfterSeconds);
      const user = await readUser(userId);
      if (user?.secondFactor == null) return refused('secondFactorMissing', '未启用动态口令');
      const used = await factorOf(user, code);
      if (used === undefined) return WRONG;
      const outcome = await command(
        userId,
        { type: 'RemoveSecondFactor', at: isoNow(), used },
        { actor: `user:${userId}` },
      );
      if (outcome.ok) await admission.giveBack();
      return outcome;
    },
  };
};
