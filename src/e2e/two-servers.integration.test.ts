import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadModels } from '../../projections/index.ts';
import { cliArguments } from '../platform/module-arguments.ts';
import { freePort } from '../platform/ports.ts';
import { PROCESS_NAMES } from '../processes/names.ts';
import { PERSON_LOOKUPS } from '../processes/person-lookups/process.ts';
import { callApi } from '../testing/api-client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';

const PASSWORD = 'Fenhe-River-2026';
const MASTER_KEY = randomBytes(32).toString('hex');

interface Server {
  readonly process: ChildProcess;
  readonly url: string;
  readonly mqttPort: number;
}

let database: TestDatabase;
let folder: string;
const servers: Server[] = [];

const environment = (dataDir: string): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: database.url,
  YIWANG_DATA_DIR: dataDir,
  YIWANG_MASTER_KEY: MASTER_KEY,
  YIWANG_LOG_LEVEL: 'error',
});

const startServer = async (name: string): Promise<Server> => {
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, cliArguments('start'), {
    env: {
      ...environment(join(folder, name)),
      YIWANG_HTTP_PORT: String(httpPort),
      YIWANG_MQTT_PORT: String(mqttPort),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const server = { process: child, url: `http://127.0.0.1:${httpPort}`, mqttPort };
  servers.push(server);
  const ready = () =>
    fetch(`${server.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(ready, { timeout: 40_000, interval: 100 }).toBe(true);
  return server;
};

const call = async (
  server: Server,
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
) => (await callApi(server.url, token, method, `/api/v1${path}`, body)).body;

const statesOf = async (server: Server, token: string): Promise<string[]> => {
  const { items } = await call(server, token, 'GET', '/projections');
  return items.map(({ state }) => state as string);
};

const publish = async (server: Server, deviceId: string, secret: string, pm25: number) => {
  const client = await connectAsync(`mqtt://127.0.0.1:${server.mqttPort}`, {
    username: deviceId,
    password: secret,
    reconnectPeriod: 0,
  });
  const payload = JSON.stringify({ observedAt: Date.now(), values: { pm25 } });
  await client.publishAsync(`yw/v1/${deviceId}/telemetry`, payload, { qos: 1 });
  await client.endAsync();
};

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'yiwang-two-'));
});
afterAll(async () => {
  for (const { process: child } of servers) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('two servers on one database', () => {
  it('drive each projection in one of them, see each other’s events, and take over within 10 s of a kill', async () => {
    const first = await startServer('first');
    for (const role of ['administrator', 'deviceManager']) {
      const create = ['admin', 'create', '--name', role.toLowerCase(), '--role', role, '--password-stdin'];
      const created = promisify(execFile)(process.execPath, cliArguments(...create), {
        env: environment(join(folder, 'first')),
      });
      created.child.stdin?.end(`${PASSWORD}\n`);
      await created;
    }
    const second = await startServer('second');
    const signIn = async (server: Server, name: string): Promise<string> =>
      (await call(server, undefined, 'POST', '/session', { name, password: PASSWORD })).token as string;
    const admin = await signIn(second, 'administrator');
    const manager = await signIn(first, 'devicemanager');

    const count = createReadModels().length + [...PROCESS_NAMES, PERSON_LOOKUPS].length;
    expect(await statesOf(first, admin)).toEqual(new Array(count).fill('running'));
    expect(await statesOf(second, admin)).toEqual(new Array(count).fill('elsewhere'));

    // Registered at one server, the device is at once accepted by the other, which shows its reading as soon as asked.
    const device = {
      deviceId: 'air-two',
      name: 'air-two',
      modelId: 'air-station',
      location: { lon: 112.58, lat: 37.86 },
    };
    const { secret } = await call(second, manager, 'POST', '/devices', device);
    await publish(second, 'air-two', secret as string, 41);
    const latest = async (server: Server) => {
      const { readings } = await call(server, manager, 'GET', '/devices/air-two');
      return (readings as Record<string, { value: number }> | undefined)?.pm25?.value;
    };
    await expect.poll(() => latest(second), { timeout: 5000 }).toBe(41);
    await expect.poll(() => latest(first), { timeout: 5000 }).toBe(41);

    // A write at one server can be read at the other with its position.
    const renamed = { ...device, deviceId: 'air-three', name: 'air-three' };
    const written = await callApi(second.url, manager, 'POST', '/api/v1/devices', renamed);
    const position = written.headers.get('x-position')!;
    const read = (headers: Record<string, string>) =>
      callApi(first.url, manager, 'GET', '/api/v1/devices/air-three', undefined, headers);
    const seen = await read({ prefer: 'wait=10', 'x-position': position });
    expect(seen).toMatchObject({ status: 200, body: { deviceId: 'air-three' } });
    expect(seen.headers.get('preference-applied')).toBe('wait=10');
    const ahead = await read({ prefer: 'wait=1', 'x-position': String(Number(position) + 1_000_000) });
    expect([ahead.status, ahead.headers.get('preference-applied')]).toEqual([200, null]);
    expect(await read({ prefer: 'wait=1', 'x-position': 'nowhere' })).toMatchObject({
      status: 400,
      body: { code: 'invalidRequest' },
    });
    const metrics = await (await fetch(`${first.url}/metrics`)).text();
    expect(metrics).toMatch(/^yiwang_projection_position\{projection="device-list@2"\} \d+/m);
    expect(metrics).toMatch(/^yiwang_projection_parked\{projection="device-list@2"\} 0/m);
    expect(metrics).toMatch(/^yiwang_projection_rate\{projection="device-list@2"\} /m);

    first.process.kill('SIGKILL');
    const killedAt = performance.now();
    await publish(second, 'air-two', secret as string, 42);
    await expect.poll(() => latest(second), { timeout: 10_000 }).toBe(42);
    expect(performance.now() - killedAt).toBeLessThan(10_000);
    expect(await statesOf(second, admin)).toEqual(new Array(count).fill('running'));
  }, 120_000);
});
