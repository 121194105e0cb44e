import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { openDatabase, startServer } from '../src/main.ts';
import { removeDataFolder } from '../src/platform/embedded-postgres/index.ts';
import { derivedId } from '../src/platform/ids.ts';
import { silentLogger } from '../src/platform/logger.ts';
import { applyMigrations } from '../src/platform/migrations.ts';
import { deviceStream, hashSecret } from '../src/sensing/index.ts';
import {
  createDatabase,
  deviceIds,
  freePort,
  type LoadResult,
  median,
  nextMessage,
  onDatabase,
  runLoad,
  SECRET,
  startScript,
  stopProcess,
  walSyncs,
  withScript,
} from './harness.ts';
import { batchedInserts } from './peers/batched-insert.ts';

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

const SECONDS = Number(values.seconds);
const ROUNDS = Number(values.rounds);
const DEVICES = Number(values.devices);
const GATEWAYS = Number(values.gateways);
const TUNE_SECONDS = Number(values['tune-seconds']);
const WARMUP_SECONDS = 5;
const TUNE_WARMUP_SECONDS = 1;
/** Unacknowledged messages per connection at saturation; mosquitto's default limit for a client is 20. */
const DEVICE_WINDOW = 2;
const GATEWAY_WINDOW = 20;
/** At a rate nothing holds the publishers back. */
const NO_WINDOW = 4000;
const POOL_SIZES = [1, 2, 4, 8, 16, 32];
const OFFERED_RATES = [2000, 4000, 6000];
const INSERT_BATCHES = [100, 500, 1000, 2000];
const INSERT_CONNECTIONS = [1, 2, 4];
const RESULTS = new URL('./results/', import.meta.url);

/** Shipped data and the devices, before anything is measured. */
const prepare = async (settings: Record<string, string>): Promise<void> => {
  const parsed = readConfig(settings);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const database = await openDatabase(parsed.config, silentLogger);
  const server = await startServer({
    config: parsed.config,
    databaseUrl: database.databaseUrl,
    logger: silentLogger,
  });
  const { store, keys } = server.core;
  const secretHash = hashSecret(keys.deviceSecrets, SECRET);
  await store.appendMany(
    deviceIds(DEVICES).map((deviceId) => ({
      stream: deviceStream(deviceId),
      expected: 'none' as const,
      events: [
        {
          id: derivedId('bench', deviceId),
          type: 'DeviceRegistered',
          schemaVersion: 1,
          data: {
            deviceId,
            name: deviceId,
            modelId: 'air-station',
            location: { lon: 112.58, lat: 37.86 },
            divisionCode: '140106',
            gridCode: null,
            departmentId: null,
            secretHash,
            reportIntervalSeconds: 1,
            synthetic: true,
          },
          meta: { actor: 'system' },
        },
      ],
    })),
  );
  await server.engine.waitFor(await store.head(), { timeoutMs: 60_000 });
  await server.stop();
  await database.close();
};

const metrics = async (httpPort: number): Promise<string> =>
  (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).text();

/** Counts of the lag histogram by upper bound in seconds, over all projections. */
const lagBuckets = async (httpPort: number): Promise<Map<number, number>> => {
  const buckets = new Map<number, number>();
  for (const [, bound, count] of (await metrics(httpPort)).matchAll(
    /yiwang_projection_lag_seconds_bucket\{le="([^"]+)"[^}]*\} (\d+)/g,
  )) {
    const upper = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
    buckets.set(upper, (buckets.get(upper) ?? 0) + Number(count));
  }
  return buckets;
};

/** Upper bound of the bucket that holds 99 % of the batches between two scrapes, in ms; a batch counts by its oldest event. */
const lagP99Ms = (before: Map<number, number>, after: Map<number, number>): number => {
  const bounds = [...after.keys()].sort((a, b) => a - b);
  const grown = (bound: number) => (after.get(bound) ?? 0) - (before.get(bound) ?? 0);
  const total = grown(Number.POSITIVE_INFINITY);
  return (bounds.find((bound) => grown(bound) >= 0.99 * total) ?? 0) * 1000;
};

/** Polls until `done`; a benchmark may wait like this, a test may not. */
const until = async (done: () => Promise<boolean>): Promise<void> => {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 200));
};

const caughtUp = async (httpPort: number): Promise<boolean> =>
  [...(await metrics(httpPort)).matchAll(/yiwang_projection_behind_events\{[^}]*\} (\d+)/g)].every(
    ([, behind]) => behind === '0',
  );

interface Run {
  readonly name: string;
  readonly round: number;
  readonly perSecond: number;
  readonly walSyncs: number;
  readonly settings: Record<string, number>;
  readonly load?: LoadResult;
  readonly lagP99Ms?: number;
}

const runs: Run[] = [];
const record = (run: Run): Run => {
  runs.push(run);
  const load =
    run.load === undefined
      ? ''
      : `  p50 ${run.load.ackP50Ms} ms  p99 ${run.load.ackP99Ms} ms  unacknowledged ${run.load.unacknowledged}`;
  const lag = run.lagP99Ms === undefined ? '' : `  lag p99 <= ${run.lagP99Ms} ms`;
  console.log(
    `${run.name.padEnd(18)} ${String(run.perSecond).padStart(7)}/s  wal syncs ${String(run.walSyncs).padStart(5)}${load}${lag}  ${JSON.stringify(run.settings)}`,
  );
  return run;
};
const best = (candidates: readonly Run[]): Run =>
  candidates.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));

const folder = await mkdtemp(join(tmpdir(), 'yiwang-bench-'));
const [httpPort, mqttPort, peerPort] = [await freePort(), await freePort(), await freePort()];
const dataDir = join(folder, 'data');
const server = {
  YIWANG_DATA_DIR: dataDir,
  YIWANG_HTTP_PORT: String(httpPort),
  YIWANG_MQTT_PORT: String(mqttPort),
  YIWANG_LOG_LEVEL: 'error',
};
const postgresConfig = readConfig({ ...server, YIWANG_DATA_DIR: join(folder, 'postgres') });
if (!postgresConfig.ok) throw new Error(postgresConfig.problems.join());
const postgres = await openDatabase(postgresConfig.config, silentLogger);
const serverUrl = postgres.databaseUrl;

const measured = async (
  name: string,
  round: number,
  settings: Record<string, number>,
  work: () => Promise<{ perSecond: number; load?: LoadResult; lagP99Ms?: number }>,
): Promise<Run> => {
  // Nobody pays for what the run before left to be written.
  await onDatabase(serverUrl, (client) => client.query('checkpoint'));
  const before = await walSyncs(serverUrl);
  const result = await work();
  return record({ name, round, settings, walSyncs: (await walSyncs(serverUrl)) - before, ...result });
};

const product = (name: string, round: number, connections: number, rate: number, window: number) =>
  measured(name, round, { connections, rate, window }, async () => {
    await until(() => caughtUp(httpPort));
    const before = await lagBuckets(httpPort);
    const load = await runLoad({
      folder,
      port: mqttPort,
      connections,
      rate,
      window,
      seconds: SECONDS,
      warmupSeconds: WARMUP_SECONDS,
    });
    return {
      perSecond: load.ackedPerSecond,
      load,
      lagP99Ms: lagP99Ms(before, await lagBuckets(httpPort)),
    };
  });

interface Duration {
  readonly seconds: number;
  readonly warmupSeconds: number;
}
const TUNING: Duration = { seconds: TUNE_SECONDS, warmupSeconds: TUNE_WARMUP_SECONDS };
const MEASURING: Duration = { seconds: SECONDS, warmupSeconds: WARMUP_SECONDS };

const insertPerMessage = (
  name: string,
  round: number,
  databaseUrl: string,
  pool: number,
  rate: number,
  duration: Duration,
) =>
  measured(name, round, { pool, rate, connections: DEVICES }, () =>
    withScript('./peers/broker-only.ts', [String(peerPort)], () =>
      withScript(
        './peers/insert-per-message.ts',
        [String(peerPort), databaseUrl, String(pool), String(DEVICES)],
        async (subscribers) => {
          const counter = async () => {
            const answer = nextMessage<{ committed: number }>(subscribers);
            subscribers.send('count');
            return (await answer).committed;
          };
          const load = await runLoad({
            folder,
            port: peerPort,
            connections: DEVICES,
            rate,
            window: NO_WINDOW,
            ...duration,
            counter,
          });
          return { perSecond: load.countedPerSecond };
        },
      ),
    ),
  );

const emmett = (name: string, round: number, databaseUrl: string, pool: number, duration: Duration) =>
  measured(name, round, { pool, connections: DEVICES, window: 1 }, () =>
    withScript('./peers/emmett.ts', [String(peerPort), databaseUrl, String(pool)], async () => {
      const load = await runLoad({
        folder,
        port: peerPort,
        connections: DEVICES,
        rate: 0,
        window: 1,
        ...duration,
      });
      return { perSecond: load.ackedPerSecond, load };
    }),
  );

const brokerOnly = (name: string, round: number, window: number, duration: Duration) =>
  measured(name, round, { connections: DEVICES, window }, () =>
    withScript('./peers/broker-only.ts', [String(peerPort)], async () => {
      const load = await runLoad({
        folder,
        port: peerPort,
        connections: DEVICES,
        rate: 0,
        window,
        ...duration,
      });
      return { perSecond: load.ackedPerSecond, load };
    }),
  );

const inserts = (
  name: string,
  round: number,
  databaseUrl: string,
  batch: number,
  connections: number,
  seconds: number,
) =>
  measured(name, round, { batch, connections }, async () => ({
    perSecond: await batchedInserts({ databaseUrl, batch, connections, seconds, devices: DEVICES }),
  }));

const productUrl = await createDatabase(serverUrl, 'product');
const start = { ...server, DATABASE_URL: productUrl };
console.log(`Preparing ${DEVICES} devices …`);
await prepare(start);
const child = startScript('../src/cli.ts', ['start'], start);
try {
  await until(() =>
    fetch(`http://127.0.0.1:${httpPort}/readyz`).then(
      (response) => response.ok,
      () => false,
    ),
  );
  const postgresSettings = await onDatabase(serverUrl, async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_sync_method', 'server_version') order by name",
    );
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  });
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? '',
    memoryBytes: totalmem(),
    node: process.version,
  };
  console.log(JSON.stringify({ machine, postgres: postgresSettings, seconds: SECONDS, rounds: ROUNDS }));

  let tuned: { insert: Run; emmett: Run; broker: Run; batch: Run } | undefined;
  const peerUrls = { insert: '', emmett: '', batch: '' };
  if (values.peers) {
    peerUrls.insert = await createDatabase(serverUrl, 'insert_per_message');
    peerUrls.emmett = await createDatabase(serverUrl, 'emmett');
    peerUrls.batch = await createDatabase(serverUrl, 'batched_insert');
    await applyMigrations(peerUrls.batch);
    const tuning: Record<'insert' | 'emmett' | 'broker' | 'batch', Run[]> = {
      insert: [],
      emmett: [],
      broker: [],
      batch: [],
    };
    for (const pool of POOL_SIZES) {
      for (const rate of OFFERED_RATES) {
        tuning.insert.push(await insertPerMessage('tune insert', 0, peerUrls.insert, pool, rate, TUNING));
      }
    }
    for (const pool of POOL_SIZES) {
      tuning.emmett.push(await emmett('tune emmett', 0, peerUrls.emmett, pool, TUNING));
    }
    for (const window of [1, DEVICE_WINDOW, GATEWAY_WINDOW]) {
      tuning.broker.push(await brokerOnly('tune broker', 0, window, TUNING));
    }
    for (const connections of INSERT_CONNECTIONS) {
      for (const batch of INSERT_BATCHES) {
        tuning.batch.push(await inserts('tune batch', 0, peerUrls.batch, batch, connections, TUNE_SECONDS));
      }
    }
    tuned = {
      insert: best(tuning.insert),
      emmett: best(tuning.emmett),
      broker: best(tuning.broker),
      batch: best(tuning.batch),
    };
  }

  for (let round = 1; round <= ROUNDS; round += 1) {
    const saturated = await product('saturated', round, DEVICES, 0, DEVICE_WINDOW);
    await product('halfLoad', round, DEVICES, Math.floor(saturated.perSecond / 2), NO_WINDOW);
    await product('gateways', round, GATEWAYS, 0, GATEWAY_WINDOW);
    if (tuned === undefined) continue;
    const { settings } = tuned.insert;
    await insertPerMessage(
      'insertPerMessage',
      round,
      peerUrls.insert,
      settings.pool!,
      settings.rate!,
      MEASURING,
    );
    await emmett('emmett', round, peerUrls.emmett, tuned.emmett.settings.pool!, MEASURING);
    await brokerOnly('brokerOnly', round, tuned.broker.settings.window!, MEASURING);
    const { batch, connections } = tuned.batch.settings;
    await inserts('batchedInsert', round, peerUrls.batch, batch!, connections!, SECONDS);
  }

  const of = (name: string): Run[] => runs.filter((run) => run.name === name);
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
    ...(tuned === undefined
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
  await mkdir(new URL('runs/', RESULTS), { recursive: true });
  const runFile = new URL(`runs/ingest-${new Date().toISOString().replaceAll(':', '-')}.json`, RESULTS);
  const conditions = { machine, postgres: postgresSettings, seconds: SECONDS, warmupSeconds: WARMUP_SECONDS };
  await writeFile(runFile, `${JSON.stringify({ ...conditions, report, runs }, null, 2)}\n`);
  await writeFile(new URL('ingest.json', RESULTS), `${JSON.stringify(report, null, 2)}\n`);
  console.log(JSON.stringify(report, null, 2));
} finally {
  await stopProcess(child);
  await postgres.close();
  await removeDataFolder(join(folder, 'postgres'));
  await rm(folder, { recursive: true, force: true });
}
