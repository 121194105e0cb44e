import { numbered } from '../named-rows.ts';

/**
 * What the product was tried with on 28 November 2026: field cases collected from public reports, and findings of a walk through it as
 * its users, each under its original number. Each needs at least one test whose name begins with it.
 */
export const FIELD_CASES = [
  ...[1, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14],
  ...Array.from({ length: 11 }, (_, n) => n + 16),
  ...Array.from({ length: 10 }, (_, n) => n + 28),
  ...Array.from({ length: 14 }, (_, n) => n + 39),
].map((number) => `case ${String(number).padStart(2, '0')}`);

export const WALKTHROUGH = [
  ...numbered('H', 8),
  ...numbered('M', 17),
  // Of the small ones the ninth asked for the text of the licence.
  ...numbered('L', 14).filter((row) => row !== 'L9'),
];
