import { z } from 'zod';
import { MOST_FORMER_PASSWORDS, ROLES } from '../identity/index.ts';
import { positive } from './value-kinds.ts';

/** Sessions, signing in, passwords, and auditing of people's actions. */
export const accountSettings = {
  YIWANG_AUDIT_SAMPLES_PER_MINUTE: positive
    .default(10)
    .describe(
      'Refused actions of one person, and of all callers who are not signed in, that are audited one by one per minute; the others are audited as a sum',
    ),
  YIWANG_SESSION_HOURS: positive.default(12).describe('How long a bearer token is valid'),
  YIWANG_PERSON_KEY_CACHE_SECONDS: positive
    .default(20)
    .describe('How long a process uses the key of a person without checking whether it was erased'),
  YIWANG_SESSION_IDLE_MINUTES: positive.default(60).describe('A session that is unused for this long ends'),
  YIWANG_SESSIONS_MAX: positive
    .default(10)
    .describe('Most sessions of one person; a new one beyond that ends the oldest'),
  YIWANG_SIGN_IN_WINDOW_MINUTES: positive
    .default(5)
    .describe('Period over which failed sign-ins are counted'),
  YIWANG_SIGN_IN_MAX_FAILURES: positive
    .default(10)
    .describe(
      'Most failures in this period for one name from one address, and for one session that changes its password or tries codes',
    ),
  YIWANG_SIGN_IN_MAX_FAILURES_PER_ADDRESS: positive
    .default(100)
    .describe(
      'Most failures in this period from one address, over all names for which it has never signed in',
    ),
  YIWANG_SIGN_IN_FREE_FAILURES: positive
    .default(30)
    .describe(
      'Failures in this period for one name from addresses that never signed in with it; further attempts from such addresses are answered with a delay',
    ),
  YIWANG_SIGN_IN_MAX_DELAY_SECONDS: positive.max(60).default(10).describe('Longest such delay'),
  YIWANG_PASSWORD_HASH_THREADS: positive
    .max(64)
    .default(1)
    .describe('Threads that hash passwords, and thus the most processors used by signing in'),
  YIWANG_PASSWORD_HASHES_WAITING: positive
    .default(40)
    .describe('Most passwords waiting to be hashed; further attempts are refused at once'),
  YIWANG_PASSWORD_FORCE_CHANGE: z
    .stringbool()
    .default(true)
    .describe('A user whose password was set by an administrator can do nothing before changing it'),
  YIWANG_PASSWORD_HISTORY: positive
    .max(MOST_FORMER_PASSWORDS)
    .default(5)
    .describe('Number of previous passwords that may not be used again'),
  YIWANG_PASSWORD_MAX_AGE_DAYS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe('Days after which a password has to be changed; 0: never'),
  YIWANG_PASSWORD_RESET_MINUTES: positive
    .default(60)
    .describe('How long a one-time code for a new password is valid'),
  YIWANG_TOTP_REQUIRED_FOR: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((role) => role.trim())
        .filter((role) => role !== ''),
    )
    .pipe(z.array(z.enum(ROLES)))
    .prefault('')
    .describe(
      'Comma-separated roles that can do nothing without a second factor: administrator,deviceManager',
    ),
  YIWANG_MIN_PASSWORD_LENGTH: positive.default(10).describe('Shortest password'),
  YIWANG_RIGHTS_SECOND_PERSON: z
    .stringbool()
    .default(false)
    .describe('A change of rights takes effect only after a second security administrator has approved it'),
};
