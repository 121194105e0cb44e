import { z } from 'zod';
import { positive } from './value-kinds.ts';

/** Codes or beginnings of codes, separated by commas. */
const beginnings = z
  .string()
  .regex(/^[\w-]*(?:\s*,\s*[\w-]+)*\s*$/, 'is a list of codes such as event-01, event-04');
const divisions = z
  .string()
  .regex(/^\d{2,12}(?:\s*,\s*\d{2,12})*\s*$/, 'is a list of division codes such as 1401, 1408');

/** Reports without an account: where, what, how much, and what of it everybody sees. */
export const publicReportSettings = {
  YIWANG_PUBLIC_REPORTS: z
    .stringbool()
    .default(true)
    .describe('Whether people without an account may report on the page /public/ and follow their reports'),
  YIWANG_PUBLIC_DIVISIONS: divisions
    .default('14')
    .describe('Divisions that take reports of the public, as comma-separated codes; others are refused'),
  YIWANG_PUBLIC_CATEGORIES: beginnings
    .default('event-0,component-0')
    .describe(
      'Categories that the public may choose: comma-separated beginnings of their codes, such as event-01, component-01-02',
    ),
  YIWANG_PUBLIC_SENSITIVE_CATEGORIES: beginnings
    .default(
      'event-01-01,event-01-02,event-01-05,event-01-07,event-01-28,event-01-38,event-01-84,event-01-87,event-01-98,event-01-99,event-03-01,event-S3',
    )
    .describe(
      'Categories, by the same kind of list, whose place could point to a household or to the person who reported it: the public sees it blurred, as it does for a case without a category',
    ),
  YIWANG_PUBLIC_BLUR_METERS: positive
    .max(20_000)
    .default(500)
    .describe('Width of the squares by whose middle such places are shown'),
  YIWANG_PUBLIC_NEARBY_METERS: positive
    .max(50_000)
    .default(3000)
    .describe('Longest distance, to each side, at which accepted cases are shown around a place'),
  YIWANG_PUBLIC_NEARBY_DAYS: positive
    .max(3650)
    .default(30)
    .describe('How long after its report an accepted case is shown to the public'),
  YIWANG_PUBLIC_NEARBY_MAX: positive
    .max(1000)
    .default(100)
    .describe('Most of them in one answer, latest first'),
  YIWANG_PUBLIC_RATING_DAYS: positive
    .max(3650)
    .default(15)
    .describe(
      'Days after closing in which the person who reported a case may rate it, and change the rating',
    ),
  YIWANG_PUBLIC_PHOTOS_MAX: positive.max(9).default(3).describe('Most photos of one report of the public'),
  YIWANG_PUBLIC_PHOTO_MAX_BYTES: positive
    .default(6_291_456)
    .describe('Largest of them; the page makes photos smaller before it sends them'),
  YIWANG_PUBLIC_PHOTO_QUOTA_BYTES: positive
    .default(1_073_741_824)
    .describe('Most bytes of photos of the public to which no report refers yet, over all senders'),
  YIWANG_PUBLIC_REPORTS_PER_HOUR_PER_ADDRESS: positive
    .default(20)
    .describe(
      'Reports of the public per hour from one address (IPv6: /64), as many at once; a mobile network may put many people behind one',
    ),
  YIWANG_PUBLIC_REPORTS_PER_DAY: positive
    .default(5000)
    .describe('Reports of the public per day from everywhere, as many at once'),
  YIWANG_PUBLIC_PHOTOS_PER_HOUR_PER_ADDRESS: positive
    .default(100)
    .describe('Photos of the public per hour from one address'),
  YIWANG_PUBLIC_WRONG_CODES_PER_HOUR_PER_ADDRESS: positive
    .default(30)
    .describe('Wrong tracking codes per hour from one address, after which it has to wait with any code'),
  YIWANG_PUBLIC_PROOF_BITS: z.coerce
    .number()
    .int()
    .min(0)
    .max(24)
    .default(12)
    .describe(
      'Work that a browser does before it may report: each bit more doubles it; 12 take a telephone about a second',
    ),
  YIWANG_PUBLIC_PROOF_SECONDS: positive
    .max(86_400)
    .default(900)
    .describe('How long the challenge for that work is valid; photos and report have to be sent within it'),
};
