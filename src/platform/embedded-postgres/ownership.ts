import { readFileSync } from 'node:fs';
import { readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';
import { EmbeddedPostgresError } from './errors.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Fields from 3 of /proc/pid/stat (proc(5)): state, parent, …; empty if there is no such file. */
const statusFields = (pid: number): string[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
};

/** A zombie counts as dead: in a container whose first process does not reap orphans, it remains for ever. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statusFields(pid)[0] !== 'Z';
};

/** Start time of a process in clock ticks since boot (field 22): distinguishes a reused pid from the old one. */
const startTime = (pid: number): string => statusFields(pid)[19] ?? '';

/** Locks the folder for this process; refuses while another one has the lock. A lock whose owner is gone is taken over. */
export const takeLock = async (folder: DataFolder): Promise<void> => {
  const mine = `${process.pid} ${startTime(process.pid)}`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await writeFile(folder.lockFile, mine, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pidText = '', started = ''] = (await readFile(folder.lockFile, 'utf8').catch(() => '')).split(' ');
    const pid = Number(pidText);
    if (pid > 0 && isAlive(pid) && startTime(pid) === started) {
      throw new EmbeddedPostgresError(
        'alreadyRunning',
        `Yiwang is already running on ${folder.root} (process ${pid}): stop it first, or choose another folder with YIWANG_DATA_DIR.`,
      );
    }
    await rm(folder.lockFile, { force: true });
  }
  throw new EmbeddedPostgresError('alreadyRunning', `${folder.lockFile} is contended: try again.`);
};

export const releaseLock = (folder: DataFolder): Promise<void> => rm(folder.lockFile, { force: true });

const FAST_STOP_MS = 20_000;
const IMMEDIATE_STOP_MS = 5_000;

export const waitForEnd = async (pid: number, limitMs: number): Promise<boolean> => {
  const until = performance.now() + limitMs;
  while (performance.now() < until) {
    if (!isAlive(pid)) return true;
    await pause(25);
  }
  return !isAlive(pid);
};

/** Fast shutdown, then immediate, then SIGKILL; PostgreSQL recovers from each (PostgreSQL manual, 18.5). */
export const stopPostmaster = async (pid: number): Promise<void> => {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
    ['SIGKILL', IMMEDIATE_STOP_MS],
  ];
  for (const [signal, limitMs] of steps) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitForEnd(pid, limitMs)) return;
  }
};

/**
 * After a kill -9 of our process its postmaster may still run: it is stopped. A `postmaster.pid` whose process is gone,
 * or is another program with the same pid, is removed, since PostgreSQL would refuse to start with it.
 */
export const clearLeftovers = async (folder: DataFolder): Promise<void> => {
  const file = join(folder.cluster, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const pid = Number(text.split('\n')[0]);
  if (pid > 0 && isAlive(pid) && (await isPostmasterOf(pid, folder))) await stopPostmaster(pid);
  await rm(file, { force: true });
};

const isPostmasterOf = async (pid: number, folder: DataFolder): Promise<boolean> => {
  if (process.platform !== 'linux') return true;
  const program = await readlink(`/proc/${pid}/exe`).catch(() => '');
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return program.includes('postgres') && command.includes(folder.cluster);
};
