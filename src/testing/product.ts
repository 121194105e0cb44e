import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { inject } from 'vitest';
import { readConfig } from '../config.ts';
import type { Role } from '../identity/index.ts';
import { userIdOf } from '../identity/index.ts';
import type { Clock } from '../platform/clock.ts';
import { type Logger, silentLogger } from '../platform/logger.ts';
import { applyMigrations } from '../platform/migrations.ts';
import { type RunningServer, startServer } from '../server/start-server.ts';
import { type Answer, callApi } from './api-client.ts';
import { makeTemplate, SEEDED } from './database-templates.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/** The whole product in this process, on a separate database and free ports, with clients for it. */
export interface AnotherServer {
  readonly baseUrl: string;
  readonly mqttPort: number;
}

export interface Product {
  /** The running one: another after a restart, on other ports. */
  readonly server: RunningServer;
  readonly database: TestDatabase;
  readonly dataDir: string;
  readonly baseUrl: string;
  readonly mqttUrl: string;
  call(
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Registers a user with a role; the password is PASSWORD. */
  addUser(loginName: string, role: Role, division?: string, department?: string): Promise<void>;
  /** Registers a user with a role and signs in. */
  signIn(role: Role, division?: string, department?: string): Promise<string>;
  /** Registers a device as an administrator would; gives its secret. */
  addDevice(deviceId: string, modelId: string, location?: { lon: number; lat: number }): Promise<string>;
  connect(deviceId: string, secret: string, options?: IClientOptions): Promise<MqttClient>;
  /** Waits until every read model and process of every server has seen the whole log, twice: processes append too. */
  settle(): Promise<void>;
  /** Starts another server on the same database, with a separate folder; it stops with the product. */
  startAnother(): Promise<AnotherServer>;
  /** Stops the server and starts it again on what it left. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const PASSWORD = 'a-Long-password-1';
/** Wire settings of a device whose frames come from this machine. */
export const FROM_HERE = { sourceNetworks: ['127.0.0.0/8'] };
/** In 迎泽区, Taiyuan. */
export const YINGZE = { lon: 112.58, lat: 37.86 };

/** A thousandth of the product's: there are many users here, and their passwords are not secret. */
const PASSWORD_COST = { N: 32, r: 8, p: 1 };
/** Before every clock of the tests. */
const SEEDED_AT = Date.parse('2026-01-01T00:00:00.000Z');

/** A server in this process on a database that is there. */
export const startServerOn = (
  databaseUrl: string,
  settings: Record<string, string>,
  clock?: Clock,
  logger = silentLogger,
) => {
  const config = readConfig({
    YIWANG_HTTP_PORT: '0',
    YIWANG_MQTT_PORT: '0',
    // The guard of free space looks for an embedded database otherwise.
    DATABASE_URL: databaseUrl,
    // Tests are faster than people; these limits have separate tests.
    YIWANG_HTTP_REQUESTS_PER_SECOND: '1000000',
    YIWANG_HTTP_REQUESTS_BURST: '1000000',
    YIWANG_HTTP_REQUESTS_PER_SECOND_PER_ADDRESS: '1000000',
    YIWANG_HTTP_ANONYMOUS_PER_SECOND: '1000000',
    YIWANG_HTTP_ANONYMOUS_BURST: '1000000',
    YIWANG_HEAVY_QUERIES: '1000',
    YIWANG_HEAVY_QUERIES_PER_PERSON: '1000',
    // Clocks of tests jump by days.
    YIWANG_SESSION_IDLE_MINUTES: '10000000',
    ...settings,
  });
  if (!config.ok) throw new Error(config.problems.join());
  return startServer({
    config: config.config,
    databaseUrl,
    logger,
    passwordCost: PASSWORD_COST,
    checkAnswers: true,
    ...(clock ? { clock } : {}),
  });
};

/** The first start on an empty database, which brings the domain data. */
const seed = async (databaseUrl: string): Promise<void> => {
  await applyMigrations(databaseUrl);
  const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-seed-'));
  const server = await startServerOn(databaseUrl, { YIWANG_DATA_DIR: dataDir }, { now: () => SEEDED_AT });
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
};

/** A database on which the product has been started before: another start has little to do. */
export const createSeededDatabase = async (): Promise<TestDatabase> => {
  await makeTemplate(inject('postgresUrl'), SEEDED, seed);
  return createTestDatabase(SEEDED);
};

export const startProduct = async (
  settings: Record<string, string> = {},
  clock?: Clock,
  logger?: Logger,
): Promise<Product> => {
  const database = await createSeededDatabase();
  const others: { readonly server: RunningServer; readonly folder: string }[] = [];
  const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-product-'));
  const start = () => startServerOn(database.url, { YIWANG_DATA_DIR: dataDir, ...settings }, clock, logger);
  let server = await start();
  const baseUrl = () => `http://127.0.0.1:${server.httpPort}`;
  const mqttUrl = () => `mqtt://127.0.0.1:${server.mqttPort}`;

  const call: Product['call'] = (...request) => callApi(baseUrl(), ...request);

  const settle = async () => {
    for (let round = 0; round < 3; round += 1) {
      const head = await server.core.store.head();
      const servers = [server, ...others.map((other) => other.server)];
      await Promise.all(servers.map(({ engine }) => engine.waitFor(head, { timeoutMs: 20_000 })));
    }
  };

  const addUser: Product['addUser'] = async (loginName, role, division = '14', department) => {
    const { accounts } = server.core;
    await accounts.register({ loginName, displayName: loginName, password: PASSWORD }, { actor: 'system' });
    await accounts.assignRole(
      userIdOf(loginName),
      { role, divisionCode: division, departmentId: department ?? null },
      { actor: 'system' },
    );
  };

  const signIn: Product['signIn'] = async (role, division, department) => {
    const loginName = `${role.toLowerCase()}-${randomBytes(3).toString('hex')}`;
    await addUser(loginName, role, division, department);
    const answer = await call(undefined, 'POST', '/api/v1/session', { name: loginName, password: PASSWORD });
    return answer.body.token as string;
  };

  let administrator: string | undefined;
  return {
    get server() {
      return server;
    },
    database,
    dataDir,
    get baseUrl() {
      return baseUrl();
    },
    get mqttUrl() {
      return mqttUrl();
    },
    call,
    addUser,
    signIn,
    async addDevice(deviceId, modelId, location = YINGZE) {
      administrator ??= await signIn('deviceManager');
      const body = { deviceId, name: deviceId, modelId, location };
      const answer = await call(administrator, 'POST', '/api/v1/devices', body);
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body.secret as string;
    },
    connect: (deviceId, secret, options = {}) =>
      connectAsync(mqttUrl(), {
        protocolVersion: 4,
        clientId: deviceId,
        username: deviceId,
        password: secret,
        reconnectPeriod: 0,
        connectTimeout: 5000,
        ...options,
      }),
    settle,
    async startAnother() {
      const folder = await mkdtemp(join(tmpdir(), 'yiwang-product-'));
      const YIWANG_MASTER_KEY = (await readFile(join(dataDir, 'master.key'), 'utf8')).trim();
      const another = { YIWANG_DATA_DIR: folder, YIWANG_MASTER_KEY };
      const server = await startServerOn(database.url, { ...settings, ...another }, clock);
      others.push({ server, folder });
      return { baseUrl: `http://127.0.0.1:${server.httpPort}`, mqttPort: server.mqttPort };
    },
    async restart() {
      await server.stop();
      server = await start();
    },
    async stop() {
      for (const other of others) {
        await other.server.stop();
        await rm(other.folder, { recursive: true, force: true });
      }
      await server.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
