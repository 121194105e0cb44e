import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../../platform/embedded-postgres/index.ts';
import { cliArguments } from '../../platform/module-arguments.ts';
import { freePort } from '../../platform/ports.ts';
import { readServerNote } from '../../platform/running-server.ts';
import { runHere, runInProcess } from '../../testing/command-line.ts';
import type { TestDatabase } from '../../testing/postgres.ts';
import { createSeededDatabase, startServerOn } from '../../testing/product.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let database: TestDatabase;
let folder: string;
let taken: Server;
let takenPort: number;
const folders: string[] = [];

beforeAll(async () => {
  database = await createSeededDatabase();
  folder = await mkdtemp(join(tmpdir(), 'yiwang-starts-'));
  taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  takenPort = (taken.address() as { port: number }).port;
});
afterAll(async () => {
  taken.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const settings = (more: Record<string, string> = {}): Record<string, string> => {
  folders.push(join(folder, String(folders.length)));
  return {
    YIWANG_DATA_DIR: folders.at(-1)!,
    YIWANG_HTTP_PORT: '0',
    YIWANG_MQTT_PORT: '0',
    YIWANG_LOG_LEVEL: 'error',
    DATABASE_URL: database.url,
    ...more,
  };
};

describe('a failed start ends with one sentence', { timeout: 120_000 }, () => {
  it.each([
    ['H2 the HTTP port is taken', () => ({ YIWANG_HTTP_PORT: String(takenPort) }), 'YIWANG_HTTP_PORT'],
    [
      'L2 nothing answers at DATABASE_URL',
      () => ({ DATABASE_URL: 'postgres://x:secret@127.0.0.1:1/y' }),
      'DATABASE_URL',
    ],
  ])('%s', async (_what, change, setting) => {
    const { code, stderr } = await runInProcess(['start'], settings(change()));
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(setting)]);
    expect(stderr).not.toContain('secret');
    expect(code).toBe(1);
  });

  it.each([
    ['H2 the MQTT port is taken', { YIWANG_MQTT_PORT: 'taken' }, 'YIWANG_MQTT_PORT'],
    ['H2 a TCP port is taken', { YIWANG_HJ212_PORT: 'taken' }, 'YIWANG_HJ212_PORT'],
    ['L2 an unknown host', { YIWANG_HTTP_HOST: 'nowhere.invalid' }, 'YIWANG_HTTP_HOST'],
    ['L2 a foreign address', { YIWANG_MQTT_HOST: '203.0.113.9' }, 'YIWANG_MQTT_HOST'],
    [
      'L2 a certificate that does not exist',
      { YIWANG_HTTP_TLS_CERT: '/no', YIWANG_HTTP_TLS_KEY: '/no' },
      'YIWANG_HTTP_TLS_CERT',
    ],
  ])('%s', async (_what, change, setting) => {
    const { DATABASE_URL, ...rest } = settings(
      Object.fromEntries(
        Object.entries(change).map(([name, value]) => [name, value === 'taken' ? String(takenPort) : value]),
      ),
    );
    await expect(startServerOn(DATABASE_URL!, rest)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining(setting),
    });
  });

  it('L2 an invalid database address, and a data folder that is not a folder', async () => {
    expect(await runHere(['user', 'list'], settings({ DATABASE_URL: 'foo' }))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('DATABASE_URL: starts with postgres://'),
    });
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await runHere(['user', 'list'], settings({ YIWANG_DATA_DIR: file }))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('YIWANG_DATA_DIR'),
    });
  });
});

it('H3 a server on a nearly full disk restarts, answers reads and accepts no writes', async () => {
  const { DATABASE_URL, ...rest } = settings({ YIWANG_MIN_FREE_DISK_BYTES: '999999999999999' });
  const head = await database.sql`select position from event_head`;
  const server = await startServerOn(DATABASE_URL!, rest);
  try {
    expect((await server.api.request('/healthz')).status).toBe(200);
    expect((await server.api.request('/readyz')).status).toBe(503);
    expect(await database.sql`select position from event_head`).toEqual(head);
  } finally {
    await server.stop();
  }
  const refused = await runHere(['user', 'disable', '--name', 'x', '--reason', 'y'], settings(rest));
  expect(refused.code).toBe(1);
  const create = await runHere(['admin', 'create', '--name', 'late'], settings(rest));
  expect(create).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('YIWANG_MIN_FREE_DISK_BYTES'),
  });
});

it('L1 a command whose output is no longer read ends silently', async () => {
  const child = spawn(process.execPath, cliArguments('--help'), {
    env: { ...process.env, ...settings() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise((done) => child.on('close', done));
  expect({ code, said }).toEqual({ code: 0, said: '' });
});

describe('L7 unknown words on the command line', () => {
  it.each([
    [['user', 'foo'], 'user has no action foo.'],
    [['user'], 'user needs one of: list, assign'],
    [['user', 'lst'], 'did you mean list?'],
    [['demmo'], 'There is no command demmo; did you mean demo?'],
    [['projections', 'rebuild', 'cases-list'], 'did you mean case-list?'],
    [['admin', 'create', '--nmae', 'x'], '--nmae'],
    [['backup'], 'the new folder is missing'],
    [['start', 'now'], 'Unexpected argument: now'],
    [
      ['device', 'register', '--id', 'a', '--name', 'b', '--model', 'c', '--lon', 'x'],
      '--lon must be a number',
    ],
  ])('%j', async (args, sentence) => {
    const { code, stderr } = await runHere(args, settings());
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
  });

  it('the release is printed', async () => {
    expect(await runHere(['--version'], {})).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^yiwang \d+\.\d+\.\d+, Node /),
    });
  });
});

it('L14 a misspelt setting is reported with the one that was meant', async () => {
  const { code, stderr } = await runHere(['user', 'list'], settings({ YIWANG_HTPP_PORT: '4000' }));
  expect(stderr).toContain('YIWANG_HTPP_PORT: unknown setting; did you mean YIWANG_HTTP_PORT?');
  expect(code).toBe(2);
});

describe('npm start', { timeout: 120_000 }, () => {
  let npm: ChildProcess;
  let port: number;
  let env: Record<string, string>;
  const url = () => `http://127.0.0.1:${port}`;
  const until = async (look: () => Promise<boolean>): Promise<void> => {
    while (!(await look().catch(() => false))) await wait(50);
  };
  beforeAll(async () => {
    port = await freePort();
    env = settings({ YIWANG_HTTP_PORT: String(port) });
    npm = spawn('npm', ['start'], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: 'ignore',
      detached: true,
    });
    await until(async () => (await fetch(`${url()}/readyz`)).ok);
  }, 120_000);
  afterAll(() => {
    try {
      process.kill(-npm.pid!, 'SIGKILL');
    } catch {
      // It has ended, as it should.
    }
  });

  it('L14 status and doctor see a server started by npm start', async () => {
    const status = await runHere(['status', '--json'], env);
    expect(JSON.parse(status.stdout)).toMatchObject({
      running: true,
      listens: { http: `${url()}/` },
      parked: [],
      behind: [],
      last: { type: expect.any(String) },
    });
    expect(status.code).toBe(0);
    const doctor = await runHere(['doctor'], env);
    expect(doctor.stdout).toMatch(/ok {4}database/);
    expect(doctor.stdout).toContain('is used by the running server');
    expect(doctor.stdout).toMatch(/calendar/);
    expect(doctor.code).toBe(0);
  });

  it('L8 our metrics are named according to their kind', async () => {
    const text = await (await fetch(`${url()}/metrics`)).text();
    const kinds = [...text.matchAll(/^# TYPE (yiwang_\S+) (\S+)$/gm)].map(([, name, kind]) => ({
      name: name!,
      kind,
    }));
    expect(kinds.length).toBeGreaterThan(10);
    const odd = kinds.filter(({ name, kind }) => (kind === 'counter') !== name.endsWith('_total'));
    expect(odd).toEqual([]);
  });

  it('M13 SIGTERM to npm stops the server', async () => {
    const { pid } = (await readServerNote(env.YIWANG_DATA_DIR!))!;
    npm.kill('SIGTERM');
    await until(async () => !isAlive(pid));
    await expect(fetch(`${url()}/healthz`)).rejects.toThrow();
    expect(await readServerNote(env.YIWANG_DATA_DIR!)).toBeUndefined();
    expect(await runHere(['status'], env)).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('No server runs'),
    });
  });
});
