import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { FINDINGS, findingOf } from './findings.ts';

const HELP = `Usage: npm run test:security [-- --only <finding>]

Plays every attack that the product was found open to, through the real product. Prints a row a test, the findings that
have none, and "N passed, 0 failed"; exits 1 when an attack still harms or a finding has no test.

  --only <finding>   only the tests of one finding, such as H5`;

interface TestResult {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

const { values } = parseArgs({
  options: { only: { type: 'string' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const folder = await mkdtemp(join(tmpdir(), 'yiwang-security-'));
const report = join(folder, 'report.json');
const filter = values.only === undefined ? [] : ['-t', `^(.* )?${values.only} `];
const args = ['vitest', 'run', 'src/e2e/security', '--reporter=json', `--outputFile=${report}`, ...filter];
const failedToRun = await promisify(execFile)('npx', args, { maxBuffer: 1e9 }).then(
  () => undefined,
  (error: { stderr?: string; stdout?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`,
);
const text = await readFile(report, 'utf8').catch(() => undefined);
await rm(folder, { recursive: true, force: true });
if (text === undefined) {
  console.error(failedToRun ?? 'vitest left no report');
  process.exit(1);
}

const { testResults } = JSON.parse(text) as {
  testResults: { assertionResults: TestResult[]; message: string }[];
};
const tests = testResults
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status }) => status !== 'skipped');
const broken = testResults.filter(
  ({ assertionResults, message }) => assertionResults.length === 0 && message !== '',
);
const rank = ({ title }: TestResult): number => FINDINGS.indexOf(findingOf(title) ?? '');
for (const { title, status, failureMessages } of tests.toSorted((one, other) => rank(one) - rank(other))) {
  console.log(`${status === 'passed' ? 'held  ' : 'BROKEN'}  ${title}`);
  for (const message of failureMessages) console.log(message.replace(/^/gm, '        '));
}
for (const { message } of broken) console.log(`BROKEN  ${message}`);
const untested =
  values.only === undefined
    ? FINDINGS.filter((finding) => !tests.some(({ title }) => findingOf(title) === finding))
    : [];
for (const finding of untested) console.log(`NO TEST ${finding}`);

const passed = tests.filter(({ status }) => status === 'passed').length;
const failed = tests.length - passed + broken.length + untested.length;
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
