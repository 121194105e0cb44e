import { parseArgs } from 'node:util';
import { playFuzz } from './play.ts';
import { withFuzzedProduct } from './stage.ts';
import { isHeld } from './tally.ts';

const HELP = `Usage: npm run fuzz:api -- [--requests <count>] [--seed <integer>] [--workers <count>]

Starts a separate product and sends it requests by its OpenAPI document, valid, nearly valid and hostile ones, as
people of every role in two cities. Ends with one line of JSON; exits 1 when an answer was 5xx or had a status that the
document does not name, when something of one city showed in the other, when a refused request left an event, when fewer
than 0.9 of the operations were really reached, or when more than 1 % of the answers were 429.

  --requests <count>   how many (default 100000)
  --seed <integer>     the same seed makes the same choices (default 1)
  --workers <count>    requests under way at once (default 4)
  --verbose            also names the operations that were never answered with 2xx`;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '4' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [requests, seed, workers] = [values.requests, values.seed, values.workers].map(Number);
if (values.help || ![requests, seed, workers].every(Number.isSafeInteger) || requests! < 1 || workers! < 1) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

// Everything is reported before anything is stopped, so that a failure to stop hides nothing.
const result = await withFuzzedProduct(async (server) => {
  try {
    const tally = await playFuzz({
      server,
      requests: requests!,
      seed: seed!,
      workers: workers!,
      onProgress: (done) => process.stderr.write(`\r${done} of ${requests}`),
    });
    process.stderr.write('\n');
    for (const fault of tally.faults()) console.error(fault);
    if (values.verbose) for (const key of tally.unreached()) console.error(`never 2xx: ${key}`);
    return tally.result();
  } catch (error) {
    console.error(error);
    throw error;
  }
});
console.log(JSON.stringify(result));
process.exit(isHeld(result) ? 0 : 1);
