import { z } from 'zod';
import { MOST_FORMER_PASSWORDS, ROLES } from '../identity/index.ts';
import { positive } from './value-kinds.ts';

/** Sessions, signing in, passwords, and what of people is audited. */
export const accountSettings = {
  YIWANG_AUDIT_SAMPLES_PER_MINUTE: positive
    .default(10)
    .describe(
      'Refused acts of one person, and of all who are not signed in, that are audited one by one in a minute; the others as a sum',
    ),
  YIWANG_SESSION_HOURS: positive.default(12).describe('How long a bearer token is valid'),
  YIWANG_PERSON_KEY_CACHE_SECONDS: positive
    .default(20)
    .describe('How long a process uses the key of a person without looking whether it was erased'),
  YIWANG_SESSION_IDLE_MINUTES: positive.default(60).describe('A session that is not used for this long ends'),
  YIWANG_SESSIONS_MAX: positive
    .default(10)
    .describe('Most sessions of one person; a further one ends the oldest'),
  YIWANG_SIGN_IN_WINDOW_MINUTES: positive.default(5).describe('Time in which failed sign-ins are counted'),
  YIWANG_SIGN_IN_MAX_FAILURES: positive
    .default(10)
    .describe(
      'Most failures in it of one name from one address, and of one session that changes its password or tries codes',
    ),
  YIWANG_SIGN_IN_MAX_FAILURES_PER_ADDRESS: positive
    .default(100)
    .describe('Most failures in it from one address, over all names that it never signed in to'),
  YIWANG_SIGN_IN_FREE_FAILURES: positive
    .default(30)
    .describe(
      'Failures in it of one name from addresses unknown to it; further attempts from such are answered late',
    ),
  YIWANG_SIGN_IN_MAX_DELAY_SECONDS: positive.max(60).default(10).describe('How late at most'),
  YIWANG_PASSWORD_HASH_THREADS: positive
    .max(64)
    .default(1)
    .describe('Threads that hash passwords, and processors that signing in takes at most'),
  YIWANG_PASSWORD_HASHES_WAITING: positive
    .default(40)
    .describe('Most passwords that wait to be hashed; further attempts are refused at once'),
  YIWANG_PASSWORD_FORCE_CHANGE: z
    .stringbool()
    .default(true)
    .describe('Who was given a password by an administrator may do nothing before changing it'),
  YIWANG_PASSWORD_HISTORY: positive
    .max(MOST_FORMER_PASSWORDS)
    .default(5)
    .describe('So many of the last passwords may not be used again'),
  YIWANG_PASSWORD_MAX_AGE_DAYS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe('After so many days a password has to be changed; 0: never'),
  YIWANG_PASSWORD_RESET_MINUTES: positive
    .default(60)
    .describe('How long a one-time code for a new password serves'),
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
    .describe('Roles with commas that may do nothing without a second factor: administrator,deviceManager'),
  YIWANG_MIN_PASSWORD_LENGTH: positive.default(10).describe('Shortest password'),
  YIWANG_RIGHTS_SECOND_PERSON: z
    .stringbool()
    .default(false)
    .describe('A change of rights is done only when a second security administrator has approved it'),
};
