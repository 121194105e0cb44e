import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { guarded } from '../platform/guard.ts';
import { moduleArguments } from '../platform/module-arguments.ts';

/** Status of the simulators, once a second. */
export interface SimulatorProgress {
  readonly published: number;
  readonly distinct: number;
  readonly acknowledged: number;
  readonly redelivered: number;
  readonly connected: number;
  /** The readings from before the start have been acknowledged. */
  readonly isPastPlayed: boolean;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
}

export interface SimulatorProcess {
  progress(): SimulatorProgress | undefined;
  /** Resolves once the past has been sent, or the simulators have ended. */
  readonly pastPlayed: Promise<void>;
  /** Exit code, once it has ended. */
  readonly ended: Promise<number>;
  stop(): void;
}

const SIMULATORS = new URL('../../simulators/run.ts', import.meta.url);

/** Starts the simulators in a separate process, with a separate ledger. */
export const startSimulators = async (
  dataDir: string,
  config: Record<string, unknown>,
): Promise<SimulatorProcess> => {
  const configPath = join(dataDir, 'simulators.json');
  await writeFile(configPath, JSON.stringify(config), { mode: 0o600 });
  const child: ChildProcess = spawn(process.execPath, moduleArguments(SIMULATORS, configPath), {
    stdio: ['ignore', 'pipe', 'inherit'],
    // A separate process group: Ctrl-C reaches only us, and we stop the simulators.
    detached: true,
  });
  let latest: SimulatorProgress | undefined;
  let openDoors: () => void = () => undefined;
  const pastPlayed = new Promise<void>((resolve) => {
    openDoors = resolve;
  });
  createInterface({ input: child.stdout! }).on(
    'line',
    guarded('simulator process line', (line) => {
      try {
        latest = JSON.parse(line) as SimulatorProgress;
        if (latest.isPastPlayed) openDoors();
      } catch {
        process.stderr.write(`${line}\n`);
      }
    }),
  );
  return {
    progress: () => latest,
    pastPlayed,
    ended: new Promise((resolve) => {
      child.once(
        'exit',
        guarded('simulator process exit', (code) => {
          openDoors();
          resolve(code ?? 1);
        }),
      );
    }),
    stop: () => child.kill('SIGTERM'),
  };
};
