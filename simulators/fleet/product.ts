import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WIRE_STANDARDS, type WireStandard } from '../../devices/wire/index.ts';
import { loadConfig, UsageError } from '../../src/cli/command.ts';
import { reachDatabase } from '../../src/cli/session.ts';
import { type Config, wirePortSetting } from '../../src/config.ts';
import { removeDataFolder } from '../../src/platform/embedded-postgres/index.ts';
import { freePort } from '../../src/platform/ports.ts';
import { type Core, openCore } from '../../src/server/core.ts';
import { startModule, stopProcess } from '../processes.ts';

/** The running product, as the simulators need it. */
export interface SimulatedProduct {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string | undefined;
  readonly host: string;
  readonly mqttPort: number;
  readonly httpPort: number;
  readonly wirePorts: Partial<Record<WireStandard, number>>;
  /** The log and the keys, opened alongside the server. */
  readonly core: Core;
  /** Every read model has reached the end of the log. */
  caughtUp(): Promise<boolean>;
  /** Undefined while it runs. */
  readonly exitCode: () => number | undefined;
  close(): Promise<void>;
}

const START_LIMIT_MS = 180_000;

export const waitUntil = async (done: () => Promise<boolean>, limitMs: number): Promise<boolean> => {
  for (const until = performance.now() + limitMs; performance.now() < until; await pause(200))
    if (await done()) return true;
  return false;
};

const isReady = (httpPort: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${httpPort}/readyz`).then(
    (response) => response.ok,
    () => false,
  );

const isCaughtUp = async (httpPort: number): Promise<boolean> => {
  const text = await (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).text();
  const behind = [...text.matchAll(/yiwang_projection_behind\{[^}]*\} (\d+)/g)];
  return behind.length > 0 && behind.every(([, count]) => count === '0');
};

const connect = async (config: Config, exitCode: () => number | undefined, stop: () => Promise<void>) => {
  const { logger } = loadConfig({ YIWANG_LOG_LEVEL: 'error' });
  const database = await reachDatabase(config, logger);
  const core = await openCore(config, database.databaseUrl, logger);
  return {
    databaseUrl: database.databaseUrl,
    eventStoreUrl: config.EVENT_STORE_URL,
    host: '127.0.0.1',
    mqttPort: config.YIWANG_MQTT_PORT,
    httpPort: config.YIWANG_HTTP_PORT,
    wirePorts: Object.fromEntries(
      WIRE_STANDARDS.flatMap((standard) => {
        const port = config[wirePortSetting(standard)];
        return port === undefined ? [] : [[standard, port]];
      }),
    ),
    core,
    caughtUp: () => isCaughtUp(config.YIWANG_HTTP_PORT),
    exitCode,
    async close() {
      await core.close();
      await database.close();
      await stop();
    },
  } satisfies SimulatedProduct;
};

/** Deletes a data folder of ours with its database. */
export const removeData = async (dataDir: string): Promise<void> => {
  await removeDataFolder(dataDir);
  await rm(dataDir, { recursive: true, force: true });
};

/** Starts the product as `npm start` does, in a separate process, on an empty data folder and free ports. */
export const startProductProcess = async (
  dataDir: string,
  extra: Readonly<Record<string, string>> = {},
): Promise<SimulatedProduct> => {
  await removeData(dataDir);
  const settings: Record<string, string> = {
    // Databases named in the environment may be in use elsewhere: none of them is used.
    DATABASE_URL: '',
    EVENT_STORE_URL: '',
    YIWANG_S3_ENDPOINT: '',
    YIWANG_DATA_DIR: dataDir,
    YIWANG_LOG_LEVEL: process.env.YIWANG_LOG_LEVEL ?? 'error',
    YIWANG_HTTP_PORT: String(await freePort()),
    YIWANG_MQTT_PORT: String(await freePort()),
    ...extra,
  };
  for (const standard of WIRE_STANDARDS) settings[wirePortSetting(standard)] = String(await freePort());
  const { config } = loadConfig(settings);
  const server: ChildProcess = startModule(
    new URL('../../src/cli.ts', import.meta.url),
    ['start'],
    settings,
    true,
  );
  const exitCode = () => server.exitCode ?? (server.signalCode === null ? undefined : 1);
  // Whatever ends us ends it.
  const kill = () => void server.kill('SIGTERM');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill);
    await stopProcess(server);
  };
  const ready = await waitUntil(async () => {
    if (exitCode() !== undefined) throw new Error(`the server ended with ${exitCode()}`);
    return isReady(config.YIWANG_HTTP_PORT);
  }, START_LIMIT_MS);
  if (!ready) {
    await stop();
    throw new Error(`the server is not ready after ${START_LIMIT_MS / 1000} s`);
  }
  return connect(config, exitCode, stop);
};

/** The server that runs with the settings of the environment. */
export const reachRunningProduct = async (): Promise<SimulatedProduct> => {
  const { config } = loadConfig({ YIWANG_LOG_LEVEL: process.env.YIWANG_LOG_LEVEL ?? 'error' });
  if (!(await isReady(config.YIWANG_HTTP_PORT)))
    throw new UsageError(
      `no server answers at http://127.0.0.1:${config.YIWANG_HTTP_PORT}: --running needs the settings that it runs with`,
    );
  return connect(
    config,
    () => undefined,
    async () => undefined,
  );
};

/** Where a run keeps its ledgers. */
export const ledgerPath = (folder: string, n: number): string => join(folder, `ledger-${n}.ndjson`);
