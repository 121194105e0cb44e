import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

/** Names of a list by severity, as in H1 … H9. */
export const numbered = (severity: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${severity}${n + 1}`);

/** The row that a test's name, or that of its group, begins with, as in `H5 a stream ends with its session`; undefined for other tests. */
export const rowOf = (rows: readonly string[], testName: string): string | undefined =>
  rows.find((row) => testName === row || testName.startsWith(`${row} `));

export interface TestResult {
  /** With the names of its groups where one of them begins with the row. */
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

export interface RowRunOptions {
  readonly help: string;
  /** Each needs at least one test. */
  readonly rows: readonly string[];
  /** Folders and files of tests. */
  readonly paths: readonly string[];
  readonly write: (line: string) => void;
  readonly describe: (test: TestResult) => string;
}

/** Runs tests and reports them by row; ends the process: with 0 if all passed and no row is without a test. */
export const runRows = async ({ help, rows, paths, write, describe }: RowRunOptions): Promise<never> => {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    write(help);
    process.exit(0);
  }
  const { only } = values;
  const folder = await mkdtemp(join(tmpdir(), 'yiwang-rows-'));
  const report = join(folder, 'report.json');
  const filter = only === undefined ? [] : ['-t', `^(.* )?${only} `];
  const args = ['vitest', 'run', ...paths, '--reporter=json', `--outputFile=${report}`, ...filter];
  const failedToRun = await promisify(execFile)('npx', args, { maxBuffer: 1e9 }).then(
    () => undefined,
    (error: { stderr?: string; stdout?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`,
  );
  const text = await readFile(report, 'utf8').catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  if (text === undefined) {
    write(failedToRun ?? 'vitest left no report');
    process.exit(1);
  }
  const { testResults } = JSON.parse(text) as {
    testResults: { assertionResults: (TestResult & { ancestorTitles: string[] })[]; message: string }[];
  };
  /** Beginning at the first name that begins with a row. */
  const named = ({ ancestorTitles, ...test }: TestResult & { ancestorTitles: string[] }): TestResult => {
    const names = [...ancestorTitles, test.title];
    const first = names.findIndex((name) => rowOf(rows, name) !== undefined);
    return { ...test, title: first === -1 ? test.title : names.slice(first).join(': ') };
  };
  const rank = ({ title }: TestResult): number => rows.indexOf(rowOf(rows, title) ?? '');
  const tests = testResults
    .flatMap(({ assertionResults }) => assertionResults.map(named))
    .filter(({ status }) => status !== 'skipped')
    .toSorted((one, other) => rank(one) - rank(other));
  for (const test of tests) write(describe(test));
  const broken = testResults.filter(
    ({ assertionResults, message }) => assertionResults.length === 0 && message !== '',
  );
  for (const { message } of broken) write(`BROKEN  ${message}`);
  const played = new Set(tests.map(({ title }) => rowOf(rows, title)));
  const untested = only === undefined ? rows.filter((row) => !played.has(row)) : [];
  for (const row of untested) write(`NO TEST ${row}`);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.length - passed + broken.length + untested.length;
  write(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
};
