import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exists } from './data-folder.ts';
import { EmbeddedPostgresError, removeDataFolder, startEmbeddedPostgres } from './index.ts';
import { isAlive, waitForEnd } from './ownership.ts';

const HOLDER = fileURLToPath(new URL('../../testing/postgres-holder.ts', import.meta.url));

const isRoot = process.getuid?.() === 0;

/** Contains a data folder that was created and shut down cleanly. */
let made: string;
let folder: string;
let dataDir: string;
let clean: (() => Promise<unknown>)[];

/** A folder that PostgreSQL's user can enter. */
const openFolder = async (prefix: string): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), prefix));
  await chmod(path, 0o755);
  return path;
};

beforeAll(async () => {
  made = await openFolder('yiwang-embedded-made-');
  await (await startEmbeddedPostgres({ dataDir: made })).stop();
});
afterAll(async () => {
  await removeDataFolder(made);
  await rm(made, { recursive: true, force: true });
});
beforeEach(async () => {
  folder = await openFolder('yiwang-embedded-');
  dataDir = join(folder, 'data');
  clean = [];
});
afterEach(async () => {
  for (const step of clean.reverse()) await step();
  await removeDataFolder(dataDir);
  await rm(folder, { recursive: true, force: true });
});

/** A copy of that folder, with its owners: tests of later starts need no other. */
const useMade = () => promisify(execFile)('cp', ['-Rp', made, dataDir]);
const start = async () => {
  const postgres = await startEmbeddedPostgres({ dataDir });
  clean.push(() => postgres.stop());
  return postgres;
};
const query = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};
const missing = (path: string): Promise<boolean> =>
  stat(path).then(
    () => false,
    () => true,
  );

describe('embedded PostgreSQL', () => {
  it('starts in a new folder with durability on and a password that only its owner may read', async () => {
    const postgres = await start();
    const settings = await query(
      postgres.url,
      "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses')",
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      listen_addresses: '127.0.0.1',
    });
    const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
    const { folder: place } = postgres;
    expect([await modeOf(place.passwordFile), await modeOf(place.serverPasswordFile)]).toEqual([
      0o600, 0o600,
    ]);
    expect([await modeOf(dataDir), await modeOf(place.cluster)]).toEqual([0o700, 0o700]);
    expect(await modeOf(place.root)).toBe(isRoot ? 0o710 : 0o700);
    const wrong = new URL(postgres.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('stops clean and keeps data, password and port for the next start', async () => {
    await useMade();
    const first = await startEmbeddedPostgres({ dataDir });
    await query(first.url, 'create table kept as select 42 as answer');
    const pid = first.pid()!;
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    expect(await missing(join(first.folder.cluster, 'postmaster.pid'))).toBe(true);
    expect(await missing(first.folder.lockFile)).toBe(true);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('refuses a folder made by another version and leaves it unchanged', async () => {
    await useMade();
    const first = await startEmbeddedPostgres({ dataDir });
    await first.stop();
    const mark = join(first.folder.root, 'yiwang.version');
    const written = await readFile(mark, 'utf8');
    for (const other of ['format 1, PostgreSQL 17\n', 'format 2, PostgreSQL 18\n']) {
      await writeFile(mark, other);
      const refusal = await startEmbeddedPostgres({ dataDir }).catch((error: unknown) => error);
      expect(refusal).toMatchObject({
        code: 'dataFolderVersion',
        message: expect.stringContaining(other.trim()),
      });
      expect(await readFile(mark, 'utf8')).toBe(other);
    }
    await rm(mark);
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'dataFolderVersion' });
    await writeFile(mark, written);
    await start();
  });

  it('refuses a second start while one runs, here and in another process, and names the running one', async () => {
    await useMade();
    const postgres = await start();
    const refusal = await startEmbeddedPostgres({ dataDir }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(EmbeddedPostgresError);
    expect(refusal).toMatchObject({
      code: 'alreadyRunning',
      message: expect.stringContaining(String(process.pid)),
    });
    const other = fork(HOLDER, [dataDir], { execArgv: ['--import', 'tsx'], stdio: 'ignore' });
    const [answer] = await once(other, 'message');
    expect(answer).toMatchObject({ code: 'alreadyRunning' });
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('takes over after its owner was killed: the orphan is stopped, and committed data is there', async () => {
    await useMade();
    const holder = fork(HOLDER, [dataDir], { execArgv: ['--import', 'tsx'], stdio: 'ignore' });
    const [held] = (await once(holder, 'message')) as [{ url: string; pid: number }];
    await query(held.url, 'create table kept as select 42 as answer');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(isAlive(held.pid)).toBe(true);
    const postgres = await start();
    expect(isAlive(held.pid)).toBe(false);
    expect(await query(postgres.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('starts over the lock file of a server that was killed with its owner', async () => {
    await useMade();
    const holder = fork(HOLDER, [dataDir], { execArgv: ['--import', 'tsx'], stdio: 'ignore' });
    const [held] = (await once(holder, 'message')) as [{ url: string; pid: number; cluster: string }];
    holder.kill('SIGKILL');
    process.kill(held.pid, 'SIGKILL');
    await once(holder, 'exit');
    await waitForEnd(held.pid, 10_000);
    expect(await missing(join(held.cluster, 'postmaster.pid'))).toBe(false);
    const postgres = await start();
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('restarts automatically when it dies, on the same address', async () => {
    await useMade();
    const crashed: string[] = [];
    let back: () => void = () => undefined;
    const restarted = new Promise<void>((resolve) => {
      back = resolve;
    });
    const postgres = await startEmbeddedPostgres({
      dataDir,
      onCrash: (description) => crashed.push(description),
      onRestart: () => back(),
    });
    clean.push(() => postgres.stop());
    await query(postgres.url, 'create table kept as select 42 as answer');
    process.kill(postgres.pid()!, 'SIGKILL');
    await restarted;
    expect(crashed[0]).toContain('SIGKILL');
    expect(await query(postgres.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it.runIf(isRoot)(
    'lets only the group of its user pass through a data folder that was there already',
    async () => {
      await useMade();
      await chmod(dataDir, 0o755);
      const postgres = await start();
      expect(postgres.folder.root).toBe(join(dataDir, 'postgres'));
      const { mode, gid } = await stat(dataDir);
      expect(mode & 0o777).toBe(0o710);
      expect(gid).toBe((await stat(postgres.folder.cluster)).gid);
    },
  );

  it.runIf(isRoot)('works as root under a folder that nobody else may enter', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    dataDir = join(closed, 'data');
    const postgres = await start();
    expect(postgres.folder.root.startsWith(closed)).toBe(false);
    expect((await readFile(join(dataDir, 'postgres.location'), 'utf8')).trim()).toBe(postgres.folder.root);
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it.runIf(isRoot)('begins anew where the data folder was deleted and its database was not', async () => {
    const closed = join(folder, 'deleted');
    await mkdir(closed, { mode: 0o700 });
    dataDir = join(closed, 'data');
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    await rm(dataDir, { recursive: true });
    const second = await start();
    expect(second.folder.orphan).toBe(first.folder.root);
    await expect(query(second.url, 'select answer from kept')).rejects.toThrow('does not exist');
    await second.stop();
    expect(await exists(join(first.folder.root, 'data'))).toBe(true);
    await removeDataFolder(dataDir);
    expect(await exists(second.folder.root)).toBe(false);
    await rm(first.folder.root, { recursive: true });
  });
});
