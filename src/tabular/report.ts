import type { TableProblem } from './table.ts';

/** What an import found, whether or not anything is taken. */
export interface ImportReport {
  readonly rows: number;
  readonly valid: number;
  readonly problemCount: number;
  readonly problems: readonly TableProblem[];
  /** Doubtful and taken nevertheless. */
  readonly warningCount: number;
  readonly warnings: readonly TableProblem[];
}

/** More than anybody mends at one sitting; the counts tell the rest. */
const MOST_LISTED = 200;

export const reportOf = (
  rows: number,
  valid: number,
  problems: readonly TableProblem[],
  warnings: readonly TableProblem[] = [],
): ImportReport => ({
  rows,
  valid,
  problemCount: problems.length,
  problems: problems.slice(0, MOST_LISTED),
  warningCount: warnings.length,
  warnings: warnings.slice(0, MOST_LISTED),
});
