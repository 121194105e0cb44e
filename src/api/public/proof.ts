import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Challenge, readProof } from '../../application/public-reports/challenge.ts';
import type { AttemptBudget, TakenAttempt } from '../../identity/adapters/postgres-attempts.ts';
import { keyedDigest } from '../../platform/keyed-digest.ts';
import { senderOf } from '../../platform/network-address.ts';
import { clientAddress } from '../client-address.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { ProblemError } from '../problems.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const PROOF_HEADERS = z.object({
  'x-public-proof': z
    .string()
    .max(200)
    .openapi({ description: 'Proof of work for a challenge that is still valid' }),
});

/** 128 random bits at least: whoever knows it can ask for the tracking code. */
export const REPORT_KEY = /^[\w-]{22,128}$/;
export const reportKey = z.string().regex(REPORT_KEY);

/** Which header carries the key of a report differs; that it cannot be guessed does not. */
export const readReportKey = (context: Context<ApiEnv>, header: string): string => {
  const key = context.req.header(header) ?? '';
  if (REPORT_KEY.test(key)) return key;
  throw new ProblemError('invalidRequest', {
    zh: `${header} 应为 22 至 128 个随机字符`,
    en: `${header} must have 22 to 128 random characters`,
  });
};

/** The challenge on which the caller has worked. Throws proofInvalid, proofExpired, proofTooWeak. */
export const requireProof = (context: Context<ApiEnv>, { core, clock }: ApiDeps): Challenge => {
  const proof = context.req.header('x-public-proof') ?? '';
  const verdict = readProof(core.keys.publicReports, proof, clock.now());
  switch (verdict.kind) {
    case 'valid':
      return verdict.challenge;
    case 'expired':
      throw new ProblemError('proofExpired');
    case 'tooWeak':
      throw new ProblemError('proofTooWeak');
    case 'forged':
      throw new ProblemError('proofInvalid');
    default:
      return verdict satisfies never;
  }
};

type Taken = Extract<TakenAttempt, { ok: true }>;

const take = async (
  { publicAttempts }: ApiDeps,
  budgets: readonly AttemptBudget[],
  code: string,
): Promise<Taken> => {
  const taken = await publicAttempts.take(budgets);
  if (taken.ok) return taken;
  throw new ProblemError(code, undefined, { retryAfterSeconds: Math.ceil(taken.retryAfterMs / 1000) });
};

/** Until a challenge has expired by every clock of ours. */
const spentFor = ({ config }: ApiDeps): number => config.YIWANG_PUBLIC_PROOF_SECONDS * 2000;

const addressOf = (context: Context<ApiEnv>): string => senderOf(clientAddress(context));

/** A proof serves for as many photos as a report may have. Throws proofUsed, and publicQuotaExceeded for an address that sends too many. */
export const spendForPhoto = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  { nonce }: Challenge,
): Promise<void> => {
  const { YIWANG_PUBLIC_PHOTOS_MAX: most, YIWANG_PUBLIC_PHOTOS_PER_HOUR_PER_ADDRESS: perHour } = deps.config;
  const windowMs = spentFor(deps) * most;
  // A photo that was cut off is sent again.
  await take(deps, [{ parts: ['photo', nonce], attempts: most * 2, windowMs }], 'proofUsed');
  await take(
    deps,
    [{ parts: ['photos', addressOf(context)], attempts: perHour, windowMs: HOUR_MS }],
    'publicQuotaExceeded',
  );
};

/**
 * One report: of this address in the hour, of everybody in the day (neither has a midnight at which it begins anew), and of this proof.
 * Throws publicQuotaExceeded, proofUsed, and then has taken nothing.
 */
export const spendForReport = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  { nonce }: Challenge,
): Promise<Taken> => {
  const { YIWANG_PUBLIC_REPORTS_PER_HOUR_PER_ADDRESS: perHour, YIWANG_PUBLIC_REPORTS_PER_DAY: perDay } =
    deps.config;
  const quota = await take(
    deps,
    [
      { parts: ['reports', addressOf(context)], attempts: perHour, windowMs: HOUR_MS },
      { parts: ['reports'], attempts: perDay, windowMs: DAY_MS },
    ],
    'publicQuotaExceeded',
  );
  try {
    const proof = [{ parts: ['proof', nonce], attempts: 1, windowMs: spentFor(deps) }];
    const used = await take(deps, proof, 'proofUsed');
    return {
      ok: true,
      async giveBack() {
        await used.giveBack();
        await quota.giveBack();
      },
    };
  } catch (error) {
    await quota.giveBack();
    throw error;
  }
};

/** Given back if the code turns out to be right. Throws tooManyAttempts. */
export const takeGuess = (context: Context<ApiEnv>, deps: ApiDeps): Promise<Taken> =>
  take(
    deps,
    [
      {
        parts: ['codes', addressOf(context)],
        attempts: deps.config.YIWANG_PUBLIC_WRONG_CODES_PER_HOUR_PER_ADDRESS,
        windowMs: HOUR_MS,
      },
    ],
    'tooManyAttempts',
  );

const RATINGS_PER_HOUR = 10;
export const takeRating = (deps: ApiDeps, caseId: string): Promise<Taken> =>
  take(
    deps,
    [{ parts: ['ratings', caseId], attempts: RATINGS_PER_HOUR, windowMs: HOUR_MS }],
    'tooManyAttempts',
  );

/** Distinguishes the photos of one report from those of others, without keeping its key. */
export const reportKeyDigest = ({ core }: ApiDeps, key: string): string =>
  keyedDigest(core.keys.publicReports, 'report key', key).slice(0, 32);
