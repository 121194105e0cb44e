import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { removeData, type SimulatedProduct, startProductProcess } from '../../fleet/product.ts';
import { startModule } from '../../processes.ts';
import type { AttackOrder, AttackResult, Listener } from './attack.ts';
import { LISTENERS } from './attack.ts';
import { registerFuzzDevices } from './register.ts';
import { p99, startSteadyDevices } from './steady-devices.ts';

const HELP = `Usage: npm run fuzz:listeners -- [--inputs <count>] [--seed <integer>] [--only <listener>]

Starts the real server in a separate process and sends hostile packets, frames and requests to each of its listeners:
${LISTENERS.join(', ')}. Meanwhile devices that do everything right publish, and how long they wait for their
acknowledgements is compared with the same load without the attack.
Prints a line a listener and one of the whole: {"inputs","crashes","acksOfOthersP99Ratio"}. Exits 1 when the server ended,
left a connection or a message without an end, or made the others wait more than twice as long.

  --inputs <count>    inputs to each listener, default 10000
  --seed <integer>    the same seed sends the same, default 1
  --only <listener>   one listener alone`;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const inputs = Number(values.inputs);
const seed = Number(values.seed);
const listeners = LISTENERS.filter((listener) => values.only === undefined || listener === values.only);
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
if (!Number.isInteger(inputs) || inputs < 1 || !Number.isInteger(seed) || listeners.length === 0) {
  console.error(HELP);
  process.exit(2);
}

/** Limits that would only stop the attack and that have other tests: how often one address may connect and fail. */
const RAISED = {
  YIWANG_CONNECTION_ATTEMPTS_PER_SECOND_PER_ADDRESS: '100000',
  YIWANG_CONNECTION_ATTEMPTS_PER_SECOND: '100000',
  YIWANG_TCP_MAX_REFUSALS: '1000000',
};
const STEADY_DEVICES = 20;
const HOSTILE_DEVICES = 4;
/** Quiet time before each listener is attacked, and before the first, when the server is warm. */
const QUIET_MS = 10_000;
/** Some thousand acknowledgements before the first attack: with fewer, a p99 means little. */
const FIRST_QUIET_MS = 20_000;
const MOST_RATIO = 2;

const portOf = (product: SimulatedProduct, listener: Listener): number => {
  if (listener === 'mqtt') return product.mqttPort;
  if (listener === 'http' || listener === 'mqttWebSocket') return product.httpPort;
  return product.wirePorts[listener]!;
};

const runAttack = (order: AttackOrder): Promise<AttackResult> =>
  new Promise((resolve, reject) => {
    const attacker = startModule(new URL('./attacker.ts', import.meta.url), [], {}, true);
    process.once('exit', () => attacker.kill());
    attacker.once('message', (result: AttackResult | { error: string }) => {
      if ('error' in result) reject(new Error(result.error));
      else resolve(result);
      attacker.disconnect();
    });
    attacker.once('exit', (code) => reject(new Error(`the attacker ended with ${code}`)));
    attacker.send(order);
  });

const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-fuzz-listeners-'));
const product = await startProductProcess(dataDir, RAISED);
let held = true;
try {
  const hostile = await registerFuzzDevices(product, 'hostile', HOSTILE_DEVICES);
  const steady = await registerFuzzDevices(product, 'steady', STEADY_DEVICES);
  const { host } = product;
  const devices = await startSteadyDevices(steady, { host, port: product.mqttPort });
  await pause(QUIET_MS);
  devices.takeWaits();
  await pause(FIRST_QUIET_MS);
  const quiet: number[] = devices.takeWaits();
  const attacked: number[] = [];
  let sent = 0;
  let crashes = 0;
  for (const listener of listeners) {
    await pause(QUIET_MS);
    quiet.push(...devices.takeWaits());
    const began = performance.now();
    const port = portOf(product, listener);
    const result = await runAttack({ listener, host, port, inputs, seed, devices: hostile });
    const waits = devices.takeWaits();
    attacked.push(...waits);
    sent += result.inputs;
    if (product.exitCode() !== undefined) crashes += 1;
    if (result.stuck > 0) held = false;
    const seconds = Math.round(performance.now() - began) / 1000;
    console.log(
      JSON.stringify({
        listener,
        ...result,
        seconds,
        inputsPerSecond: Math.round(result.inputs / seconds),
        acks: waits.length,
        ackP99Ms: Math.round(p99(waits)),
        quietAckP99Ms: Math.round(p99(quiet)),
      }),
    );
    if (crashes > 0) break;
  }
  const unacknowledged = await devices.stop();
  const ratio = p99(attacked) / p99(quiet);
  if (crashes > 0 || unacknowledged > 0 || !(ratio <= MOST_RATIO)) held = false;
  console.log(
    JSON.stringify({
      inputs: sent,
      crashes,
      acksOfOthersP99Ratio: Math.round(ratio * 100) / 100,
    }),
  );
} finally {
  await product.close();
  await removeData(dataDir);
}
process.exit(held ? 0 : 1);
