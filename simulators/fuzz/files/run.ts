import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { fuzzFiles } from './fuzz-files.ts';
import { FILE_TARGETS } from './targets.ts';

const names = FILE_TARGETS.map(({ name }) => name);
const HELP = `Usage: npm run fuzz:files -- [--files <count>] [--seed <integer>] [--only <parser>] [--limit-ms <ms>]

Damages valid files of our own and has them read by the workers that read what people and devices send. Faults are printed on
standard error with the file in hex. Ends with one line of JSON; exits 1 when a parser threw, a worker ended, a file took longer
than the limit, or the main thread was held up for more than 100 ms (time that the machine gave to others does not count).

  --files <count>    damaged files of each parser (default 100000)
  --seed <integer>   of the random numbers; the same seed makes the same files (default 1)
  --only <parser>    one of ${names.join(', ')}
  --limit-ms <ms>    longest time that one file may take (default 5000)`;

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    'limit-ms': { type: 'string', default: '5000' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const [files, seed, timeLimitMs] = [values.files, values.seed, values['limit-ms']].map(Number) as [
  number,
  number,
  number,
];
const targets = FILE_TARGETS.filter(({ name }) => values.only === undefined || values.only === name);
const positive = (value: number) => Number.isInteger(value) && value > 0;
const usable = positive(files) && positive(timeLimitMs) && Number.isInteger(seed) && targets.length > 0;
if (values.help || !usable) {
  console[values.help ? 'log' : 'error'](HELP);
  process.exit(values.help ? 0 : 2);
}

const MOST_BLOCKED_MS = 100;
const MOST_SHOWN_BYTES = 2000;
const result = await fuzzFiles({
  targets,
  files,
  seed,
  timeLimitMs,
  workers: Math.max(1, availableParallelism() - 1),
  onFault: (target, reason, detail, file) => {
    const hex = file.subarray(0, MOST_SHOWN_BYTES).toString('hex');
    console.error(`${target}: ${reason} (${detail}), ${file.length} bytes: ${hex}`);
  },
  onTarget: (target, seconds) => console.error(`${target}: ${files} files in ${Math.round(seconds)} s`),
});
console.log(JSON.stringify(result));
const held = result.crashes === 0 && result.timeouts === 0 && result.blockedMsMax <= MOST_BLOCKED_MS;
process.exit(held ? 0 : 1);
