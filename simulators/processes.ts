import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { moduleArguments } from '../src/platform/module-arguments.ts';

const { scripts } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
  scripts: { start: string };
};
/** Flags that `npm start` gives to Node, besides the loader; whatever runs beside the server gets the same. */
const NODE_FLAGS = scripts.start.split(' ').filter((word) => word.startsWith('--') && word !== '--import');

/** A TypeScript module in a process of its own with a message channel. */
export const startModule = (
  module: URL,
  args: readonly string[],
  env: Record<string, string> = {},
  /** In a group of its own: Ctrl-C comes to us alone, and what we started stops when we say so. */
  detached = false,
): ChildProcess =>
  spawn(process.execPath, [...NODE_FLAGS, ...moduleArguments(module, ...args)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached,
  });

export const stopProcess = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

/** Open files that a process of ours may have: one for each connection, and some. */
export const openFileLimit = (): number => {
  const limit = execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
};
