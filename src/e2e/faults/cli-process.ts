import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { CRASH_VARIABLE, type CrashAt } from '../../platform/crash-points.ts';
import { cliArguments } from '../../platform/module-arguments.ts';

/** A command of the CLI in a separate process. */
export interface CliProcess {
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | number>;
  kill(): void;
}

export const spawnCli = (
  args: readonly string[],
  options: {
    readonly settings: Readonly<Record<string, string>>;
    readonly logFile: string;
    readonly crash?: CrashAt | undefined;
  },
): CliProcess => {
  const log = openSync(options.logFile, 'a');
  const crash =
    options.crash === undefined ? {} : { [CRASH_VARIABLE]: `${options.crash.point}:${options.crash.pass}` };
  const child = spawn(process.execPath, cliArguments(...args), {
    env: { ...process.env, ...options.settings, ...crash },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return {
    ended: once(child, 'exit').then(([code, signal]) => (signal ?? code) as NodeJS.Signals | number),
    kill: () => child.kill('SIGKILL'),
  };
};
