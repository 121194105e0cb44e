import type { TableProblem } from './table.ts';

/** What is wrong with a sheet, as far as it is told. */
export interface Problems {
  readonly problemCount: number;
  /** The first of them. */
  readonly problems: readonly TableProblem[];
}

/** More than anybody mends at one sitting; the count tells the rest. */
export const MOST_LISTED = 200;

/** Counts every problem and keeps the first; a sheet of 20,000 wrong rows costs no more than one of 200. */
export const createProblemList = (first: Problems = { problemCount: 0, problems: [] }) => {
  let { problemCount } = first;
  const problems = [...first.problems];
  return {
    add(problem: TableProblem): void {
      problemCount += 1;
      if (problems.length < MOST_LISTED) problems.push(problem);
    },
    list: (): Problems => ({ problemCount, problems }),
  };
};
