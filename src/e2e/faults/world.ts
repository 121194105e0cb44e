import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { type Config, readConfig } from '../../config.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import { createPostgresEventStore } from '../../event-store/postgres/postgres-event-store.ts';
import { systemClock } from '../../platform/clock.ts';
import { connectDatabase } from '../../platform/connect-database.ts';
import { locateDataFolder } from '../../platform/embedded-postgres/index.ts';
import { stopPostmaster } from '../../platform/embedded-postgres/ownership.ts';
import { deriveKeys } from '../../platform/master-key.ts';
import { freePort } from '../../platform/ports.ts';
import type { Sql } from '../../platform/sql.ts';
import { deviceDecider, deviceStream, hashSecret } from '../../sensing/index.ts';
import { createDeadlineCases, type DeadlineCases } from './deadline-cases.ts';
import {
  DEVICE_IDS,
  DEVICE_MODEL,
  DEVICE_SECRET,
  type Fleet,
  LOCATION,
  REPORT_INTERVAL_SECONDS,
  startFleet,
} from './fleet.ts';
import { type Server, spawnServer } from './server.ts';
import { startTcpProxy } from './tcp-proxy.ts';
import { until } from './until.ts';

/**
 * A data folder, the server on it with its embedded PostgreSQL, and devices that send through a proxy to whichever servers run:
 * what the faults happen to.
 */
export interface World {
  readonly dataDir: string;
  readonly config: Config;
  /** Environment of processes on the same folder. */
  readonly settings: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly fleet: Fleet;
  readonly deadlines: DeadlineCases;
  server(): Server;
  /** The server again, after its end; the devices were without one, unless another runs. */
  startServer(): Promise<void>;
  /** Another server on the same database, which it reaches through a separate proxy. */
  startSecondServer(): Promise<Server>;
  cutDevices(): void;
  /** Cuts the second server off the database; it connects again. */
  cutSecondFromDatabase(): void;
  databasePid(): Promise<number>;
  withSql<Result>(work: (sql: Sql) => PromiseLike<Result>): Promise<Result>;
  withStore<Result>(work: (store: EventStore) => Promise<Result>): Promise<Result>;
  /** Stops the devices and waits until everything is acknowledged and projected. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Characters of the server's log that are shown when something does not come. */
const LOG_TAIL = 4000;

export const createWorld = async (
  dataDir: string,
  overrides: Readonly<Record<string, string>> = {},
): Promise<World> => {
  await mkdir(dataDir, { recursive: true });
  const masterKey = randomBytes(32);
  const settings = {
    YIWANG_DATA_DIR: dataDir,
    YIWANG_MASTER_KEY: masterKey.toString('hex'),
    YIWANG_LOG_LEVEL: 'warn',
    YIWANG_PG_SHARED_BUFFERS: '64MB',
    YIWANG_MIN_FREE_DISK_BYTES: '67108864',
    // Blocks of the hash chain are made in the middle of the faults, too.
    YIWANG_SEAL_SECONDS: '1',
    // Archiving runs only when a fault starts it, and there is soon something to archive.
    YIWANG_ARCHIVE_AFTER_DAYS: '0',
    YIWANG_PARTITION_MAX_EVENTS: '1500',
    ...overrides,
  };
  const parsed = readConfig(settings);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const logFile = join(dataDir, 'server.log');
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const spawnFirst = () => spawnServer({ settings, httpPort, mqttPort, logFile });

  const deadlines = createDeadlineCases();
  let first = spawnFirst();
  let second: Server | undefined;
  let databaseUrl = await first.listening;
  let turn = 0;
  const running = () => [first, second].filter((server) => server?.isAlive() === true) as Server[];
  const deviceProxy = await startTcpProxy(() => {
    const servers = running();
    turn += 1;
    return servers[turn % servers.length]?.mqttPort;
  });
  const databaseProxy = await startTcpProxy(() => Number(new URL(databaseUrl).port));

  const withSql: World['withSql'] = async (work) => {
    const sql = connectDatabase({ url: databaseUrl, name: 'faults', maxConnections: 2 });
    try {
      return await work(sql);
    } finally {
      await sql.end();
    }
  };
  const withStore: World['withStore'] = async (work) => {
    const { YIWANG_PARTITION_MAX_EVENTS: partitionEvents } = parsed.config;
    // It may be the one that makes the next partition.
    const store = createPostgresEventStore({ url: databaseUrl, clock: systemClock, partitionEvents });
    return work(store).finally(() => store.close());
  };
  const databasePid = async () => {
    const pidFile = join(await locateDataFolder(dataDir), 'data', 'postmaster.pid');
    return Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  };

  /** Everybody has seen the log to its end, and nobody has added to it since. Throws who has not. */
  const caughtUp = async (): Promise<boolean> => {
    const head = async () => {
      const rows = await withSql((sql) => sql<{ position: string }>`select position from event_head`);
      return Number(rows[0]!.position);
    };
    const end = await head();
    const metrics = await (await fetch(`${first.url}/metrics`)).text();
    const lines = metrics.match(/^yiwang_projection_position\{.*\} \d+$/gm) ?? [];
    const behind = lines.filter((line) => Number(line.split(' ').at(-1)) < end);
    if (lines.length > 0 && behind.length === 0) return (await head()) === end;
    const ready = await (await fetch(`${first.url}/readyz`)).text();
    const log = (await readFile(logFile, 'utf8')).slice(-LOG_TAIL);
    throw new Error([`the log ends at ${end}`, ...behind, ready, log].join('\n'));
  };

  await withStore(async (store) => {
    const handle = createCommandHandler(store);
    for (const deviceId of DEVICE_IDS) {
      const data = {
        deviceId,
        name: deviceId,
        modelId: DEVICE_MODEL,
        location: LOCATION,
        divisionCode: '140106',
        gridCode: null,
        departmentId: null,
        secretHash: hashSecret(deriveKeys(masterKey).deviceSecrets, DEVICE_SECRET),
        reportIntervalSeconds: REPORT_INTERVAL_SECONDS,
        synthetic: true,
      };
      const stream = deviceStream(deviceId);
      const command = { type: 'RegisterDevice', data } as const;
      await handle({ stream, decider: deviceDecider, command, context: { actor: 'system' } });
    }
  });
  await until('the devices are known', caughtUp);
  const fleet = startFleet(`mqtt://127.0.0.1:${deviceProxy.port}`);

  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    for (const server of running().reverse()) await server.end('SIGTERM');
    await fleet.close();
    // Left alone by a server that was killed.
    await databasePid().then(stopPostmaster, () => undefined);
    await deviceProxy.close();
    await databaseProxy.close();
  };

  return {
    dataDir,
    config: parsed.config,
    settings,
    logFile,
    fleet,
    deadlines,
    server: () => first,
    async startServer() {
      await first.ended;
      // Messages in flight when the server died say nothing about the next one.
      if (running().length === 0) await fleet.allGone();
      first = spawnFirst();
      databaseUrl = await first.listening;
    },
    async startSecondServer() {
      const url = new URL(databaseUrl);
      url.port = String(databaseProxy.port);
      const folder = join(dataDir, 'second');
      await mkdir(folder, { recursive: true });
      second = spawnServer({
        settings: { ...settings, YIWANG_DATA_DIR: folder, DATABASE_URL: url.href },
        httpPort: await freePort(),
        mqttPort: await freePort(),
        logFile,
      });
      await second.listening;
      return second;
    },
    cutDevices: () => deviceProxy.cut(),
    cutSecondFromDatabase: () => databaseProxy.cut(),
    databasePid,
    withSql,
    withStore,
    async settle() {
      fleet.pause();
      await fleet.allAcknowledged();
      // The devices say that they go: events, too.
      await fleet.close();
      await withSql(deadlines.allNoticed);
      // Processes append too: twice.
      for (let round = 0; round < 2; round += 1) await until('everything is projected', caughtUp);
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
};
