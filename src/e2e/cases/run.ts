import { rowOf, runRows } from '../named-rows.ts';
import { FIELD_CASES, WALKTHROUGH } from './field-cases.ts';

const ROWS = [...FIELD_CASES, ...WALKTHROUGH];
const cells = (row: string, expected: string, got: string): string =>
  `${row.padEnd(9)}${expected.padEnd(120)}  ${got}`;

console.log(cells('case', 'expected', 'got'));
await runRows({
  help: `Usage: npm run cases [-- --only <case>]

Plays what the field sends and what people do through the real product: its ports, its routes, its commands, its log. Prints a
table of case, expected and got, the cases that have no test, and "N passed, 0 failed"; exits 1 when something is not as expected.

  --only <case>   only the tests of one, such as "case 07" or M12`,
  rows: ROWS,
  paths: ['src/e2e/cases'],
  write: (line) => console.log(line),
  describe({ title, status, failureMessages }) {
    const row = rowOf(ROWS, title) ?? '';
    return cells(
      row,
      title.slice(row.length).trim(),
      status === 'passed' ? 'as expected' : failureMessages.join(' '),
    );
  },
});
