import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startSteadyDevices } from '../simulators/fuzz/listeners/steady-devices.ts';
import { createDatabase, deviceIds, median, runLoad, SECRET } from './harness.ts';
import { caughtUp, prepareProduct } from './product.ts';
import { percentile, readConditions, round, writeResults } from './report.ts';
import { openStage, until } from './stage.ts';

const HELP = `npm run bench:fair-share -- [--devices N] [--rounds N] [--seconds N] [--window N]

How long --devices (20) devices wait for their acknowledgements, each with ten messages of QoS 1 a second, while ONE other device
publishes QoS 1 as fast as it can: over one connection, and over sixteen. It keeps --window (200) messages unacknowledged on each
connection, from a process of its own. Each of the --rounds (5) has a quiet time before each of the two, all of --seconds (10); told
are medians over the rounds, in ms, and the ratios to the quiet ones. Ends with one line of JSON; all of it goes to
bench/results/fair-share.json.`;

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '10' },
    window: { type: 'string', default: '200' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const [DEVICES, ROUNDS] = [Number(values.devices), Number(values.rounds)];
const [SECONDS, WINDOW] = [Number(values.seconds), Number(values.window)];
const WARMUP_SECONDS = 2;
/** Waits until the rest of a flood has been processed. */
const REST_MS = 2000;
const FLOODS = [
  { name: 'oneConnection', connections: 1 },
  { name: 'sixteenConnections', connections: 16 },
] as const;

interface Waits {
  readonly acks: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}
interface Round {
  readonly name: string;
  readonly before: Waits;
  readonly during: Waits & { readonly hungryAcksPerSecond: number };
}
const waitsOf = (waits: readonly number[]): Waits => ({
  acks: waits.length,
  p50Ms: round(percentile(waits, 0.5)),
  p99Ms: round(percentile(waits, 0.99)),
});

const stage = await openStage('fair-share');
try {
  const url = await createDatabase(stage.serverUrl, 'product');
  await prepareProduct(stage.settings(url), DEVICES + 1);
  const conditions = await readConditions(stage.serverUrl);
  await stage.withServer(url, async () => {
    await until(() => caughtUp(stage.httpPort));
    const [hungry, ...others] = deviceIds(DEVICES + 1).map((deviceId) => ({ deviceId, secret: SECRET }));
    const target = { host: '127.0.0.1', port: stage.mqttPort };
    const steady = await startSteadyDevices(others, target);
    const quiet = async (): Promise<Waits> => {
      await pause(REST_MS);
      steady.takeWaits();
      await pause(SECONDS * 1000);
      return waitsOf(steady.takeWaits());
    };
    const flooded = async (connections: number) => {
      let waits: Waits = waitsOf([]);
      const load = await runLoad({
        folder: stage.folder,
        port: stage.mqttPort,
        connections,
        devices: Array.from({ length: connections }, (_, n) => ({ ...hungry!, clientId: `hungry-${n}` })),
        rate: 0,
        window: WINDOW,
        seconds: SECONDS,
        warmupSeconds: WARMUP_SECONDS,
        // Asked at the edges of the measured time.
        counter: async () => {
          waits = waitsOf(steady.takeWaits());
          return 0;
        },
      });
      return { ...waits, hungryAcksPerSecond: load.ackedPerSecond };
    };
    await quiet();
    const rounds: Round[] = [];
    for (let n = 0; n < ROUNDS; n += 1)
      for (const { name, connections } of FLOODS) {
        const before = await quiet();
        const measured = { name, before, during: await flooded(connections) };
        console.log(JSON.stringify(measured));
        rounds.push(measured);
      }
    const unacknowledged = await steady.stop();
    const quietP99Ms = median(rounds.map(({ before }) => before.p99Ms));
    const quietP50Ms = median(rounds.map(({ before }) => before.p50Ms));
    const floods = FLOODS.map(({ name }) => {
      const own = rounds.filter((one) => one.name === name).map(({ during }) => during);
      const p99Ms = median(own.map((one) => one.p99Ms));
      return [
        name,
        {
          p50Ms: median(own.map((one) => one.p50Ms)),
          p99Ms,
          p99Ratio: round(p99Ms / quietP99Ms, 2),
          hungryAcksPerSecond: median(own.map((one) => one.hungryAcksPerSecond)),
        },
      ];
    });
    const report = {
      devices: DEVICES,
      quiet: { p50Ms: quietP50Ms, p99Ms: quietP99Ms },
      ...Object.fromEntries(floods),
      unacknowledged,
    };
    await writeResults('fair-share', report, { ...conditions, rounds });
    console.log(JSON.stringify(report));
  });
} finally {
  await stage.close();
}
