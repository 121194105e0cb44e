import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createReadModels } from '../../projections/index.ts';
import { createDeviceClient } from '../../simulators/device-client.ts';
import { createLedger } from '../../simulators/ledger.ts';
import { createRandom } from '../../simulators/random.ts';
import { createCommandHandler } from '../application/command-handler.ts';
import { type Config, readConfig } from '../config.ts';
import { reckon } from '../demo/reckoning.ts';
import { openDatabase, startServer } from '../main.ts';
import { removeDataFolder } from '../platform/embedded-postgres/index.ts';
import { silentLogger } from '../platform/logger.ts';
import { freePort } from '../platform/ports.ts';
import { connectDatabase } from '../platform/sql.ts';
import { rebuildProjections } from '../projection-engine/rebuild.ts';
import { deviceDecider, deviceStream, hashSecret } from '../sensing/index.ts';
import { cliArguments } from '../testing/cli.ts';
import { YINGZE } from '../testing/product.ts';

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6);
const DEVICES = ['kill-a', 'kill-b', 'kill-c', 'kill-d'];
const SECRET = 's'.repeat(43);

const untilTrue = async (condition: () => boolean, what: string, limitMs = 60_000): Promise<void> => {
  await expect.poll(condition, { timeout: limitMs, interval: 20, message: what }).toBe(true);
};

/** Devices straight through the commands, before anything is killed; gives the folder of the database. */
const prepare = async (config: Config): Promise<string> => {
  const database = await openDatabase(config, silentLogger);
  const server = await startServer({ config, databaseUrl: database.databaseUrl, logger: silentLogger });
  const handle = createCommandHandler(server.core.store);
  for (const deviceId of DEVICES) {
    await handle({
      stream: deviceStream(deviceId),
      decider: deviceDecider,
      command: {
        type: 'RegisterDevice',
        data: {
          deviceId,
          name: deviceId,
          modelId: 'air-station',
          location: YINGZE,
          divisionCode: '140106',
          gridCode: null,
          departmentId: null,
          secretHash: hashSecret(server.core.keys.deviceSecrets, SECRET),
          reportIntervalSeconds: 1,
          synthetic: true,
        },
      },
      context: { actor: 'system' },
    });
  }
  await server.stop();
  await database.close();
  return database.embedded!.folder.cluster;
};

/** Read models against a rebuild; gives the names of those that differ. */
const compareWithRebuild = async (config: Config): Promise<string[]> => {
  const database = await openDatabase(config, silentLogger);
  const server = await startServer({ config, databaseUrl: database.databaseUrl, logger: silentLogger });
  const sql = connectDatabase({ url: database.databaseUrl, name: 'compare', maxConnections: 2 });
  const { store } = server.core;
  for (let round = 0; round < 3; round += 1)
    await server.engine.waitFor(await store.head(), { timeoutMs: 30_000 });
  const dump = async (table: string) =>
    (await sql.statement<{ row: string }>(`select t::text as row from "${table}" t order by 1`, [])).map(
      ({ row }) => row,
    );
  const different: string[] = [];
  for (const projection of createReadModels()) {
    const live = JSON.stringify(await Promise.all(projection.tables.map(dump)));
    await rebuildProjections({ store, url: database.databaseUrl, projections: [projection] });
    const rebuilt = JSON.stringify(await Promise.all(projection.tables.map(dump)));
    if (live !== rebuilt) different.push(projection.name);
  }
  await sql.end();
  await server.stop();
  await database.close();
  return different;
};

it(`loses and doubles nothing when server and database are killed (${ROUNDS} rounds)`, {
  timeout: 60_000 + ROUNDS * 20_000,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-kill-'));
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const settings = {
    YIWANG_DATA_DIR: dataDir,
    YIWANG_HTTP_PORT: String(httpPort),
    YIWANG_MQTT_PORT: String(mqttPort),
    YIWANG_LOG_LEVEL: 'silent',
    YIWANG_PG_SHARED_BUFFERS: '64MB',
  };
  const parsed = readConfig(settings);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const { config } = parsed;
  const cluster = await prepare(config);

  const startProcess = (): ChildProcess =>
    spawn(process.execPath, cliArguments('start'), {
      env: { ...process.env, ...settings },
      stdio: 'ignore',
    });
  const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

  const ledger = createLedger();
  const random = createRandom(20_261_124);
  const acknowledged = () => ledger.totals().acknowledged;
  let server = startProcess();
  const clients = DEVICES.map((deviceId) => ({
    deviceId,
    client: createDeviceClient(
      `mqtt://127.0.0.1:${mqttPort}`,
      {
        deviceId,
        secret: SECRET,
        modelId: 'air-station',
        intervalMs: 10,
        hoursPerMessage: 1,
        excursions: [],
        misbehave: {},
      },
      `boot-${deviceId}`,
      ledger,
    ),
  }));
  let sending = true;
  let n = 0;
  let lastTime = Date.now();
  const publish = () => {
    for (const { deviceId, client } of clients) {
      // Bounded in flight, as a device's own memory is.
      if (ledger.unacknowledged() > 400) return;
      n += 1;
      lastTime = Math.max(lastTime + 1, Date.now());
      const observedAt = new Date(lastTime).toISOString();
      // Every so often beyond the alarm's threshold, so that alarms and cases are killed in the middle, too.
      const pm25 = n % 400 < 200 ? 20 + (n % 10) : 150;
      const payload = Buffer.from(
        JSON.stringify({ observedAt, values: { pm25, pm10: 50, so2: 5, no2: 30, co: 0.7, o3: 60 } }),
      );
      const entry = {
        deviceId,
        channel: 'telemetry',
        kind: 'normal',
        outcome: 'stored',
        records: [{ observedAt, sourceId: null }],
      } as const;
      client.send(`yw/v1/${deviceId}/telemetry`, payload, ledger.open(entry, payload));
    }
  };
  const timer = setInterval(() => sending && publish(), 5);

  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const from = acknowledged();
      const more = 50 + Math.floor(random() * 400);
      await untilTrue(() => acknowledged() >= from + more, `round ${round}: acknowledgements go on`);
      if (round % 2 === 0) {
        const gone = ended(server);
        server.kill('SIGKILL');
        await gone;
        // What was on its way when the server died is no sign of the next one.
        await untilTrue(() => clients.every(({ client }) => !client.connected()), 'the connections are gone');
        server = startProcess();
      } else {
        const pidFile = await readFile(join(cluster, 'postmaster.pid'), 'utf8');
        process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL');
      }
    }
    const from = acknowledged();
    await untilTrue(() => acknowledged() >= from + 50, 'acknowledgements after the last kill');
    sending = false;
    await untilTrue(() => ledger.unacknowledged() === 0, 'everything is acknowledged in the end');
  } finally {
    clearInterval(timer);
    await Promise.all(clients.map(({ client }) => client.close()));
  }
  const gone = ended(server);
  server.kill('SIGTERM');
  await gone;

  const ledgerPath = join(dataDir, 'ledger.ndjson');
  ledger.write(ledgerPath);
  const database = await openDatabase(config, silentLogger);
  const reckoning = await reckon(ledgerPath, { databaseUrl: database.databaseUrl, eventStoreUrl: undefined });
  await database.close();
  expect(reckoning).toMatchObject({ missing: 0, doubled: 0, rejectedDistinct: 0 });
  expect(reckoning.storedDistinct).toBe(reckoning.sentDistinct);
  expect(reckoning.redelivered).toBeGreaterThan(0);
  expect(await compareWithRebuild(config)).toEqual([]);
  await removeDataFolder(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});
