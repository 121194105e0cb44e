import { parseArgs } from 'node:util';
import { fuzzCodec, MAX_PENDING_BYTES } from './fuzz-codec.ts';
import { createFuzzTargets } from './targets.ts';

/** `run.ts --frames 1000000 --seed 1`: mutated vector frames through every codec; exits 1 at the first defect. */
const { values } = parseArgs({
  options: { frames: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const frames = Number(values.frames);
const seed = Number(values.seed);
if (!Number.isInteger(frames) || frames < 1 || !Number.isInteger(seed)) {
  console.error('Usage: run.ts [--frames <count>] [--seed <integer>]');
  process.exit(2);
}
const MAX_SLOWEST_MS = 1000;
const MAX_HEAP_GROWTH_BYTES = 256 * 1024 * 1024;
let defects = 0;
for (const target of createFuzzTargets()) {
  const heap = process.memoryUsage().heapUsed;
  const started = performance.now();
  const result = fuzzCodec(target, frames, seed);
  const grown = process.memoryUsage().heapUsed - heap;
  const held =
    result.maxPending <= MAX_PENDING_BYTES &&
    result.slowestMs < MAX_SLOWEST_MS &&
    grown < MAX_HEAP_GROWTH_BYTES;
  if (!held) defects += 1;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    JSON.stringify({
      codec: target.standard,
      ...result,
      slowestMs: Math.round(result.slowestMs),
      heapGrownMiB: Math.round(grown / 1_048_576),
      seconds,
      held,
    }),
  );
}
process.exit(defects === 0 ? 0 : 1);
