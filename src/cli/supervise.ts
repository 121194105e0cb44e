import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { stopLeftoverPostgres } from '../platform/embedded-postgres/index.ts';
import { guarded } from '../platform/guard.ts';
import { cliArguments } from '../platform/module-arguments.ts';
import { restartPause } from '../platform/restart-pause.ts';
import { loadConfig } from './command.ts';

/** The same as in `npm start`; a test checks that. */
export const SERVER_FLAGS = ['--expose-gc', '--max-semi-space-size=32', '--min-semi-space-size=16'];
/** The settings are not valid: a restart would end in the same way. */
const UNUSABLE = 2;
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the server in a separate process and restarts it when it ends by a fault, after an increasing pause. A requested stop
 * is passed on and leaves nothing running, including the embedded PostgreSQL of a killed server. Returns the exit code.
 */
export const supervise = async (): Promise<number> => {
  const { config } = loadConfig();
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  for (const signal of PASSED_ON)
    process.on(
      signal,
      guarded('supervisor signal', () => {
        if (signal !== 'SIGHUP') stopping.abort();
        child?.kill(signal);
      }),
    );

  let pauseMs: number | undefined;
  let code = 0;
  while (!stopping.signal.aborted) {
    const startedAt = performance.now();
    child = spawn(process.execPath, [...SERVER_FLAGS, ...cliArguments('start')], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A separate process group: Ctrl-C reaches only us, and is passed on once.
      detached: true,
    });
    console.log(`supervisor: yiwang runs as process ${child.pid}`);
    const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    child = undefined;
    code = exitCode ?? 1;
    const ranMs = performance.now() - startedAt;
    const how = signal ?? `exit code ${exitCode}`;
    console.log(`supervisor: yiwang ended with ${how} after ${Math.round(ranMs / 1000)} s`);
    if (code === 0 || code === UNUSABLE || stopping.signal.aborted) break;
    pauseMs = restartPause(pauseMs, ranMs);
    console.log(`supervisor: restarting it in ${pauseMs / 1000} s`);
    await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
  if (config.DATABASE_URL === undefined)
    await stopLeftoverPostgres(config.YIWANG_DATA_DIR).catch((error: Error) =>
      console.error(`supervisor: PostgreSQL is not stopped: ${error.message}`),
    );
  return stopping.signal.aborted && code !== UNUSABLE ? 0 : code;
};
