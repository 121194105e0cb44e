import { parseArgs } from 'node:util';
import { applyMigrations } from '../src/platform/migrations.ts';
import { freePort } from '../src/platform/ports.ts';
import { createDatabase, median, onDatabase, runLoad, walSyncs } from './harness.ts';
import { createPeers, type Duration, type Measured, NO_WINDOW, type Peer, type Settings } from './peers.ts';
import { caughtUp, lagBuckets, lagP99Ms, prepareProduct } from './product.ts';
import { readConditions, writeResults } from './report.ts';
import { openStage, until } from './stage.ts';

const HELP = `npm run bench:ingest -- [--seconds N] [--rounds N] [--devices N] [--gateways N] [--tune-seconds N] [--no-peers]

Durably acknowledged messages a second: the product with every projection and rule on, beside
- insertPerMessage: mqtt.js subscribers that INSERT each message and acknowledge after its commit,
- emmett: the same broker library, one append to Emmett's PostgreSQL store per message,
- ceilings: the broker library acknowledging without storing; batched INSERTs of the log's rows without MQTT.
All on this machine, one after the other, on one embedded PostgreSQL with fsync on; the peers' pool sizes, batches and
offered rates are swept first and the best kept. Publishers run in a process of their own and count what they get
acknowledged. Medians over the rounds go to bench/results/ingest.json, every run to bench/results/runs/.`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    rounds: { type: 'string', default: '3' },
    devices: { type: 'string', default: '2000' },
    gateways: { type: 'string', default: '200' },
    'tune-seconds': { type: 'string', default: '4' },
    peers: { type: 'boolean', default: true },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const ROUNDS = Number(values.rounds);
const DEVICES = Number(values.devices);
const GATEWAYS = Number(values.gateways);
const MEASURING: Duration = { seconds: Number(values.seconds), warmupSeconds: 5 };
const TUNING: Duration = { seconds: Number(values['tune-seconds']), warmupSeconds: 1 };
/** Unacknowledged messages per connection at saturation; mosquitto's default limit for a client is 20. */
const DEVICE_WINDOW = 2;
const GATEWAY_WINDOW = 20;

interface Run extends Measured {
  readonly name: string;
  /** 0: tried while tuning. */
  readonly round: number;
  readonly walSyncs: number;
  readonly settings: Settings;
  readonly lagP99Ms?: number;
}

const runs: Run[] = [];
const describe = ({ name, round, perSecond, walSyncs: syncs, load, lagP99Ms: lag, settings }: Run): string =>
  [
    (round === 0 ? `tune ${name}` : name).padEnd(22),
    `${String(perSecond).padStart(7)}/s  wal syncs ${String(syncs).padStart(5)}`,
    load === undefined
      ? ''
      : `  p50 ${load.ackP50Ms} ms  p99 ${load.ackP99Ms} ms (publishers late p99 ${load.publisherDelayP99Ms} ms)  unacknowledged ${load.unacknowledged}`,
    lag === undefined ? '' : `  lag p99 <= ${lag} ms`,
    `  ${JSON.stringify(settings)}`,
  ].join('');

const stage = await openStage('ingest');
const { folder, serverUrl, httpPort, mqttPort } = stage;
const peerPort = await freePort();

const measure = async (
  name: string,
  round: number,
  settings: Settings,
  work: () => Promise<Measured & { lagP99Ms?: number }>,
): Promise<Run> => {
  // No run is affected by pending writes of the previous one.
  await onDatabase(serverUrl, (client) => client.query('checkpoint'));
  const before = await walSyncs(serverUrl);
  const result = await work();
  const run = { name, round, settings, walSyncs: (await walSyncs(serverUrl)) - before, ...result };
  runs.push(run);
  console.log(describe(run));
  return run;
};

const measureProduct = (name: string, round: number, connections: number, rate: number, window: number) =>
  measure(name, round, { connections, rate, window }, async () => {
    await until(() => caughtUp(httpPort));
    const before = await lagBuckets(httpPort);
    const load = await runLoad({ folder, port: mqttPort, connections, rate, window, ...MEASURING });
    const lag = lagP99Ms(before, await lagBuckets(httpPort));
    return { perSecond: load.ackedPerSecond, load, lagP99Ms: lag };
  });

const openPeers = async (): Promise<readonly Peer[]> => {
  const databases = {
    insertPerMessage: await createDatabase(serverUrl, 'insert_per_message'),
    emmett: await createDatabase(serverUrl, 'emmett'),
    batchedInsert: await createDatabase(serverUrl, 'batched_insert'),
  };
  await applyMigrations(databases.batchedInsert);
  const windows = [1, DEVICE_WINDOW, GATEWAY_WINDOW];
  return createPeers({ folder, port: peerPort, devices: DEVICES, windows, databases });
};

/** The best of a peer's settings. */
const tune = async (peer: Peer): Promise<Settings> => {
  const tried: Run[] = [];
  for (const settings of peer.candidates) {
    tried.push(await measure(peer.name, 0, settings, () => peer.run(settings, TUNING)));
  }
  return tried.reduce((a, b) => (b.perSecond > a.perSecond ? b : a)).settings;
};

const measureAll = async (): Promise<void> => {
  const conditions = { ...(await readConditions(serverUrl)), ...MEASURING };
  console.log(JSON.stringify({ ...conditions, rounds: ROUNDS }));

  const peers = values.peers ? await openPeers() : [];
  const tuned = new Map<Peer, Settings>();
  for (const peer of peers) tuned.set(peer, await tune(peer));

  for (let round = 1; round <= ROUNDS; round += 1) {
    const saturated = await measureProduct('saturated', round, DEVICES, 0, DEVICE_WINDOW);
    await measureProduct('halfLoad', round, DEVICES, Math.floor(saturated.perSecond / 2), NO_WINDOW);
    await measureProduct('gateways', round, GATEWAYS, 0, GATEWAY_WINDOW);
    for (const [peer, settings] of tuned) {
      await measure(peer.name, round, settings, () => peer.run(settings, MEASURING));
    }
  }

  const of = (name: string): Run[] => runs.filter((run) => run.name === name && run.round > 0);
  const perSecond = (name: string): number => Math.round(median(of(name).map((run) => run.perSecond)));
  const productCase = (name: string) => ({
    ackedPerSecond: perSecond(name),
    ackP50Ms: median(of(name).map((run) => run.load!.ackP50Ms)),
    ackP99Ms: median(of(name).map((run) => run.load!.ackP99Ms)),
    lagP99Ms: median(of(name).map((run) => run.lagP99Ms!)),
  });
  const ratio = (name: string): number => Math.round((perSecond('saturated') / perSecond(name)) * 100) / 100;
  const report = {
    product: {
      saturated: productCase('saturated'),
      halfLoad: productCase('halfLoad'),
      gateways: productCase('gateways'),
    },
    ...(peers.length === 0
      ? {}
      : {
          insertPerMessage: { ackedPerSecond: perSecond('insertPerMessage') },
          emmett: { ackedPerSecond: perSecond('emmett') },
          ceilings: {
            brokerOnlyPerSecond: perSecond('brokerOnly'),
            batchedInsertPerSecond: perSecond('batchedInsert'),
          },
          ratios: {
            toInsertPerMessage: ratio('insertPerMessage'),
            toEmmett: ratio('emmett'),
            toBatchedInsert: ratio('batchedInsert'),
          },
        }),
  };
  await writeResults('ingest', report, { ...conditions, runs });
};

try {
  const productUrl = await createDatabase(serverUrl, 'product');
  console.log(`Preparing ${DEVICES} devices …`);
  await prepareProduct(stage.settings(productUrl), DEVICES);
  await stage.withServer(productUrl, measureAll);
} finally {
  await stage.close();
}
