import type { Problems } from './problem-list.ts';
import type { TableProblem } from './table.ts';

/** What an import found, whether or not anything is taken. */
export interface ImportReport extends Problems {
  readonly rows: number;
  readonly valid: number;
  readonly warningCount: number;
  /** Doubtful and taken nevertheless; the first of them. */
  readonly warnings: readonly TableProblem[];
}

const NONE: Problems = { problemCount: 0, problems: [] };

export const reportOf = (
  rows: number,
  valid: number,
  problems: Problems,
  warnings: Problems = NONE,
): ImportReport => ({
  rows,
  valid,
  ...problems,
  warningCount: warnings.problemCount,
  warnings: warnings.problems,
});
