import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { moduleArguments } from '../src/platform/module-arguments.ts';

const { scripts } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
  scripts: { start: string };
};
/** Flags that `npm start` gives to Node, apart from the loader; processes that run alongside the server get the same. */
const NODE_FLAGS = scripts.start.split(' ').filter((word) => word.startsWith('--') && word !== '--import');

/** A TypeScript module in a separate process with a message channel. */
export const startModule = (
  module: URL,
  args: readonly string[],
  env: Record<string, string> = {},
  /** In a separate process group: Ctrl-C reaches only us, and the processes that we started stop when we tell them to. */
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

/** Open files that one of our processes may have: one for each connection, and some more. */
export const openFileLimit = (): number => {
  const limit = execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
};
