import { runRows } from '../named-rows.ts';
import { FINDINGS } from './findings.ts';

await runRows({
  help: `Usage: npm run test:security [-- --only <finding>]

Plays every attack that the product was found open to, through the real product. Prints a row a test, the findings that
have none, and "N passed, 0 failed"; exits 1 when an attack still harms or a finding has no test.

  --only <finding>   only the tests of one finding, such as H5`,
  rows: FINDINGS,
  paths: ['src/e2e/security'],
  write: (line) => console.log(line),
  describe: ({ title, status, failureMessages }) =>
    [
      `${status === 'passed' ? 'held  ' : 'BROKEN'}  ${title}`,
      ...failureMessages.map((message) => message.replace(/^/gm, '        ')),
    ].join('\n'),
});
