import { setTimeout as wait } from 'node:timers/promises';
import type { AttemptBudget } from '../../identity/adapters/postgres-attempts.ts';
import type { AccountsBase } from './options.ts';

export type Admission =
  | { readonly ok: true; giveBack(): Promise<void> }
  | {
      readonly ok: false;
      readonly code: 'tooManyAttempts' | 'hashingBusy';
      readonly retryAfterSeconds: number;
    };

/** Most attempts being delayed at once; more are refused. */
const MOST_DELAYED = 200;
const BUSY_RETRY_SECONDS = 5;

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/**
 * Decides who may attempt to sign in now. Every attempt is counted before it is checked, and uncounted if it succeeds. Nobody can lock
 * another person out: the strict budget applies to a name at one address; attempts on a name from unknown addresses only delay
 * unknown addresses, and an address that has signed in with the name is affected neither by those nor by others in its network.
 */
export const createSignInGate = ({ attempts, hashing, limits }: AccountsBase) => {
  let delayed = 0;

  const budget = (count: number, ...parts: string[]): AttemptBudget => ({
    parts,
    attempts: count,
    windowMs: limits.windowMs,
  });

  const take = async (budgets: readonly AttemptBudget[]): Promise<Admission> => {
    const taken = await attempts.take(budgets);
    return taken.ok
      ? taken
      : { ok: false, code: 'tooManyAttempts', retryAfterSeconds: seconds(taken.retryAfterMs) };
  };

  /** Delay in proportion to how far unknown addresses have exceeded the free attempts on this name. */
  const slowDown = async (loginName: string): Promise<Admission | undefined> => {
    const overdrawn = await attempts.overdraw(
      budget(limits.freePerName, 'name', loginName),
      limits.maxDelayMs,
    );
    if (overdrawn === 0) return undefined;
    if (delayed >= MOST_DELAYED)
      return { ok: false, code: 'tooManyAttempts', retryAfterSeconds: seconds(overdrawn) };
    delayed += 1;
    await wait(Math.min(overdrawn, limits.maxDelayMs)).finally(() => {
      delayed -= 1;
    });
    return undefined;
  };

  return {
    async signIn(loginName: string, address: string, known: boolean): Promise<Admission> {
      if (!hashing.hasRoom(known ? 'known' : 'stranger'))
        return { ok: false, code: 'hashingBusy', retryAfterSeconds: BUSY_RETRY_SECONDS };
      const ofName = budget(limits.perName, 'signIn', loginName, address);
      const admission = await take(
        known ? [ofName] : [budget(limits.perAddress, 'address', address), ofName],
      );
      if (!admission.ok || known) return admission;
      return (await slowDown(loginName)) ?? admission;
    },
    /** A password or code that a signed-in person enters again: each session has its own budget. */
    session: (action: string, userId: string, sessionId: string): Promise<Admission> =>
      take([budget(limits.perName, action, userId, sessionId)]),
    /** Six digits can be guessed: in addition to the budget of the address there is one for all unknown addresses together. */
    code: (userId: string, address: string, known: boolean): Promise<Admission> =>
      take([
        budget(limits.perName, 'code', userId, address),
        ...(known ? [] : [budget(limits.perName * 2, 'code', userId)]),
      ]),
    /** Reset codes by address: nobody can guess 128 bits, and each attempt costs little. */
    resetCode: (address: string): Promise<Admission> => take([budget(limits.perAddress, 'reset', address)]),
  };
};

export type SignInGate = ReturnType<typeof createSignInGate>;
