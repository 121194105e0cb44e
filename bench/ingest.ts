import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { type Config, readConfig } from '../src/config.ts';
import { openDatabase, startServer } from '../src/main.ts';
import { removeDataFolder } from '../src/platform/embedded-postgres/index.ts';
import { derivedId } from '../src/platform/ids.ts';
import { silentLogger } from '../src/platform/logger.ts';
import { deviceStream, hashSecret } from '../src/sensing/index.ts';

/**
 * The product under load: durably acknowledged messages a second with every projection and rule on, publishers in their own
 * process on the same machine. `npm run bench:ingest -- --seconds N`. Peers and the other ceilings are not measured yet.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    devices: { type: 'string', default: '2000' },
    gateways: { type: 'string', default: '200' },
  },
});
const SECONDS = Number(values.seconds);
const WARMUP_SECONDS = 3;
const SECRET = 'b'.repeat(43);
const RESULTS = new URL('./results/', import.meta.url);

interface LoadResult {
  readonly ackedPerSecond: number;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  readonly unacknowledged: number;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const tsx = (script: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL(script, import.meta.url)), ...args],
    {
      env: { ...process.env, ...env },
      stdio: 'inherit',
    },
  );
const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', resolve));

const deviceIds = (count: number): string[] => Array.from({ length: count }, (_, n) => `bench-${n}`);

/** Shipped data and the devices, before anything is measured. */
const prepare = async (config: Config): Promise<void> => {
  const database = await openDatabase(config, silentLogger);
  const server = await startServer({ config, databaseUrl: database.databaseUrl, logger: silentLogger });
  const { store, keys } = server.core;
  const secretHash = hashSecret(keys.deviceSecrets, SECRET);
  await store.appendMany(
    deviceIds(Number(values.devices)).map((deviceId) => ({
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

/** Counts of the lag histogram by upper bound, over all projections. */
const lagBuckets = async (httpPort: number): Promise<Map<number, number>> => {
  const text = await (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).text();
  const buckets = new Map<number, number>();
  for (const [, bound, count] of text.matchAll(
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

const walSyncs = async (databaseUrl: string): Promise<number> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ syncs: string }>(
    "select sum(fsyncs) as syncs from pg_stat_io where object = 'wal'",
  );
  await client.end();
  return Number(rows[0]!.syncs);
};

const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-bench-'));
const [httpPort, mqttPort] = [await freePort(), await freePort()];
const settings = {
  YIWANG_DATA_DIR: dataDir,
  YIWANG_HTTP_PORT: String(httpPort),
  YIWANG_MQTT_PORT: String(mqttPort),
  YIWANG_LOG_LEVEL: 'error',
};
const parsed = readConfig(settings);
if (!parsed.ok) throw new Error(parsed.problems.join());
console.log(`Preparing ${values.devices} devices …`);
await prepare(parsed.config);

const server = tsx('../src/cli.ts', ['start'], settings);
for (;;) {
  const ready = await fetch(`http://127.0.0.1:${httpPort}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
  if (ready) break;
  await new Promise((resolve) => setTimeout(resolve, 200));
}
const databaseUrl = (await readFile(join(dataDir, 'database.url'), 'utf8')).trim();

const measure = async (name: string, connections: number, rate: number, window: number) => {
  const load = {
    host: '127.0.0.1',
    port: mqttPort,
    devices: deviceIds(connections).map((deviceId) => ({ deviceId, secret: SECRET })),
    seconds: SECONDS,
    warmupSeconds: WARMUP_SECONDS,
    rate,
    window,
    seed: 1,
    resultPath: join(dataDir, `${name}.json`),
  };
  const configPath = join(dataDir, `${name}-config.json`);
  await writeFile(configPath, JSON.stringify(load));
  const [lagBefore, syncsBefore] = [await lagBuckets(httpPort), await walSyncs(databaseUrl)];
  const code = await ended(tsx('./load.ts', [configPath]));
  if (code !== 0) throw new Error(`the publishers ended with ${code}`);
  const result = JSON.parse(await readFile(load.resultPath, 'utf8')) as LoadResult;
  const row = {
    connections,
    rate,
    window,
    ...result,
    lagP99Ms: lagP99Ms(lagBefore, await lagBuckets(httpPort)),
    walSyncs: (await walSyncs(databaseUrl)) - syncsBefore,
  };
  console.log(
    `${name.padEnd(10)} ${String(row.ackedPerSecond).padStart(7)} acked/s  p50 ${row.ackP50Ms} ms  p99 ${row.ackP99Ms} ms  lag p99 <= ${row.lagP99Ms} ms  wal syncs ${row.walSyncs}  unacknowledged ${row.unacknowledged}`,
  );
  return row;
};

try {
  const devices = Number(values.devices);
  const saturated = await measure('saturated', devices, 0, 1);
  const halfLoad = await measure('halfLoad', devices, Math.floor(saturated.ackedPerSecond / 2), 1000);
  const gateways = await measure('gateways', Number(values.gateways), 0, 20);
  const report = {
    seconds: SECONDS,
    warmupSeconds: WARMUP_SECONDS,
    product: { saturated, halfLoad, gateways },
  };
  await mkdir(RESULTS, { recursive: true });
  await writeFile(new URL('ingest.json', RESULTS), `${JSON.stringify(report, null, 2)}\n`);
  console.log('written to bench/results/ingest.json');
} finally {
  const gone = ended(server);
  server.kill('SIGTERM');
  await gone;
  await removeDataFolder(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}
