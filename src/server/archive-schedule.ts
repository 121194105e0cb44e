import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { Config } from '../config.ts';
import { guarded } from '../platform/guard.ts';
import type { Logger } from '../platform/logger.ts';
import { cliArguments } from '../platform/module-arguments.ts';

const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;

/**
 * Archives events that have become old enough once an hour, in a separate process with low priority: reading and compressing
 * millions of events must not delay acknowledgements.
 */
export const scheduleArchiving = (config: Config, databaseUrl: string, logger: Logger): { stop(): void } => {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(config))
    if (value !== undefined) environment[name] = String(value);
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let stopChild = () => {};
  const wait = (ms: number) => {
    if (stopped) return;
    timer = setTimeout(run, ms);
    timer.unref();
  };
  const run = guarded('archive schedule timer', () => {
    const child = spawn(process.execPath, cliArguments('archive', 'run'), {
      env: { ...process.env, ...environment, DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    stopChild = () => child.kill('SIGTERM');
    let said = '';
    child.stderr.on(
      'data',
      guarded('archive schedule data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-2000);
      }),
    );
    child.once(
      'spawn',
      guarded('archive schedule spawn', () => {
        try {
          setPriority(child.pid!, constants.priority.PRIORITY_LOW);
        } catch {
          // Not permitted here: it runs with normal priority.
        }
      }),
    );
    child.once(
      'error',
      guarded('archive schedule error', (err) => logger.error({ err }, 'archiving the log failed')),
    );
    child.once(
      'exit',
      guarded('archive schedule exit', (code) => {
        if (code !== 0 && !stopped) logger.warn({ code, said }, 'archiving the log failed');
        wait(EVERY_MS);
      }),
    );
  });
  wait(FIRST_MS);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      stopChild();
    },
  };
};
