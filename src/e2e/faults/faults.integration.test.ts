import { expect, it } from 'vitest';
import { diskFull } from './kinds/disk-full.ts';
import { SHORT_RUN } from './kinds/index.ts';
import { runFaults } from './run-faults.ts';

const FLAWLESS = { lost: 0, doubled: 0, disordered: 0, rebuildDifferences: 0 };

it(`acknowledged data is not lost, duplicated or reordered by: ${SHORT_RUN.map(({ name }) => name).join(', ')}`, async () => {
  const lines: string[] = [];
  const run = {
    faults: SHORT_RUN,
    rounds: SHORT_RUN.length,
    seed: 20_261_124,
    onLine: (line: string) => lines.push(line),
  };
  expect(await runFaults(run), lines.join('\n')).toMatchObject(FLAWLESS);
}, 900_000);

it('the server stops acknowledging when the disk is full, and resumes when there is space', async ({
  skip,
}) => {
  const outcome = await diskFull.play();
  if ('skipped' in outcome) return skip(outcome.skipped);
  expect(outcome.findings, outcome.findings.examples.join('\n')).toMatchObject(FLAWLESS);
  expect(outcome.acknowledged).toBeGreaterThan(0);
}, 240_000);
