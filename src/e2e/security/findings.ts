import { numbered } from '../named-rows.ts';

/** The findings of the attack of 28 November 2026 under their original numbers: each needs at least one test whose name begins with it. */
export const FINDINGS = [
  'case 01',
  'C1',
  ...numbered('H', 9),
  ...numbered('M', 8),
  ...numbered('L', 12),
] as const;
