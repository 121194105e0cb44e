/** What the attack of 28 November 2026 found, by its own numbers: each needs at least one test whose name begins with it. */
export const FINDINGS = [
  'case 01',
  'C1',
  ...numbered('H', 9),
  ...numbered('M', 8),
  ...numbered('L', 12),
] as const;

function numbered(severity: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${severity}${n + 1}`);
}

/** The finding that a test's name begins with, as in `H5 a stream ends with its session`; undefined for other tests. */
export const findingOf = (testName: string): string | undefined =>
  FINDINGS.find((finding) => testName === finding || testName.startsWith(`${finding} `));
