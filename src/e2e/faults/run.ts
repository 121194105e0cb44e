import { parseArgs } from 'node:util';
import { isFlawless } from './findings.ts';
import { FAULTS } from './kinds/index.ts';
import { runFaults } from './run-faults.ts';

const HELP = `npm run test:faults -- [--rounds N] [--seed N] [--only KIND,KIND]

Lets faults happen to real servers on a real PostgreSQL while devices send, one a round, at random moments that the seed
decides, and holds the log against the devices' own ledger after each; at the end every read model against a rebuild.
A line per round; the last line is JSON:
  acknowledged        distinct messages that were acknowledged
  lost                of them not in the log, or without the alarm, case or passed deadline that follows from them
  doubled             in the log more than once, or with such a consequence more than once
  disordered          gaps between positions, versions that do not follow, readings before those that were sent earlier
  rebuildDifferences  read models whose rows are not what a rebuild makes
Exit code 0 only if the last four are 0. Default: 50 rounds, a random seed.
Kinds: ${FAULTS.map(({ name }) => name).join(', ')}.
`;

const write = (line: string) => process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const rounds = Number(values.rounds);
const seed = Number(values.seed);
const only = values.only?.split(',');
const faults = FAULTS.filter(({ name }) => only?.includes(name) ?? true);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed) || faults.length === 0) {
  process.stderr.write(HELP);
  process.exit(2);
}
write(`${rounds} rounds, seed ${seed}`);
const report = await runFaults({ faults, rounds, seed, onLine: write });
write(JSON.stringify(report));
process.exit(isFlawless(report) ? 0 : 1);
