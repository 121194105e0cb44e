import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { SERVER_FLAGS } from '../../cli/supervise.ts';
import { removeDataFolder } from '../../platform/embedded-postgres/index.ts';
import { isAlive } from '../../platform/embedded-postgres/ownership.ts';
import { cliArguments } from '../../platform/module-arguments.ts';
import { freePort } from '../../platform/ports.ts';

const LIMIT_MS = 150_000;
/** Less than the test has, so that what fails is named. */
const LOOK_MS = 100_000;

/** Looks again until it is so: these are other processes. */
const until = async <Result>(
  what: string,
  look: () => Promise<Result | undefined | false>,
): Promise<Result> => {
  const end = performance.now() + LOOK_MS;
  for (;;) {
    const result = await look().catch(() => undefined);
    if (result !== undefined && result !== false) return result;
    if (performance.now() > end) throw new Error(`not within ${LOOK_MS} ms: ${what}`);
    await wait(100);
  }
};

describe('a supervised server', { timeout: LIMIT_MS }, () => {
  let folder: string;
  let dataDir: string;
  let orders: string;
  let url: string;
  let supervisor: ChildProcess;
  let said = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yiwang-supervised-'));
    dataDir = join(folder, 'data');
    orders = join(folder, 'orders');
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    supervisor = spawn(process.execPath, cliArguments('start', '--supervise'), {
      env: {
        ...process.env,
        YIWANG_DATA_DIR: dataDir,
        YIWANG_HTTP_PORT: String(port),
        YIWANG_MQTT_PORT: '0',
        YIWANG_WATCHDOG_SECONDS: '5',
        YIWANG_CRASH_AT: `order:${orders}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [supervisor.stdout!, supervisor.stderr!])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    await served();
  }, LIMIT_MS);
  afterAll(async () => {
    supervisor.kill('SIGKILL');
    for (const pid of [serverPid(), await postgresPid().catch(() => 0)])
      if (pid > 0 && isAlive(pid)) process.kill(pid, 'SIGKILL');
    // As root the database is outside the folder.
    await removeDataFolder(dataDir);
    await rm(folder, { recursive: true, force: true });
  });

  const serverPid = (): number => Number([...said.matchAll(/runs as process (\d+)/g)].at(-1)?.[1] ?? 0);
  const postgresPid = async (): Promise<number> => {
    const location = await readFile(join(dataDir, 'postgres.location'), 'utf8').catch(() =>
      join(dataDir, 'postgres'),
    );
    return Number((await readFile(join(location.trim(), 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  };
  const served = () =>
    until('served', async () => (await fetch(`${url}/readyz`)).status === 200 && serverPid());
  /** Another process serves, and this one is gone. */
  const restarted = async (pid: number): Promise<void> => {
    await until(`process ${pid} is gone`, async () => !isAlive(pid) && serverPid() !== pid).catch((error) => {
      throw new Error(`${error.message}; said: ${said.slice(-2000)}`);
    });
    await served();
  };

  it('case 01 a server whose event loop is blocked is killed and restarted on the same data', async () => {
    const pid = serverPid();
    await writeFile(orders, 'spin');
    await restarted(pid);
    expect(said).toContain('the watchdog ends yiwang');
    expect(said).toContain('ended with SIGKILL');
    expect(await readdir(join(dataDir, 'crash-reports'))).toHaveLength(1);
  });

  it('C1 a server that was killed is restarted on the same data', async () => {
    const pid = serverPid();
    process.kill(pid, 'SIGKILL');
    await restarted(pid);
  });

  it('C1 a stop leaves nothing running, not even PostgreSQL', async () => {
    const pids = [serverPid(), await postgresPid()];
    expect(pids.every(isAlive)).toBe(true);
    const ended = new Promise((resolve) => supervisor.once('exit', resolve));
    supervisor.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

it('the supervised server runs with the same flags as npm start', () => {
  expect(packageJson.scripts.start).toContain(` ${SERVER_FLAGS.join(' ')} `);
});
