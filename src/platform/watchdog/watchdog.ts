import { url as inspectorUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import { obeyCrashOrder } from '../crash-points.ts';
import { every } from '../every.ts';
import { guarded } from '../guard.ts';

export interface Watchdog {
  stop(): Promise<void>;
}

export interface WatchdogOptions {
  /** How long the event loop may be blocked; 0: no limit. */
  readonly seconds: number;
  /** Folder of the crash reports. */
  readonly reports: string;
  /** Called when the thread itself has failed. */
  readonly onError: (error: unknown) => void;
}

const BEAT_MS = 500;
/** Number of checks within the limit: a single late check decides nothing. */
const LOOKS = 20;

/**
 * A thread that notices when the main thread no longer responds: if beats are missing, it writes what it can find out (where that
 * thread is, memory), and ends the process with SIGKILL. Off under a debugger, where pausing is intended.
 */
export const startWatchdog = ({ seconds, reports, onError }: WatchdogOptions): Watchdog => {
  const beats = new SharedArrayBuffer(4);
  const counter = new Int32Array(beats);
  const beating = every(BEAT_MS, 'watchdog beat', () => {
    Atomics.add(counter, 0, 1);
    obeyCrashOrder();
  });
  if (seconds === 0 || inspectorUrl() !== undefined) return beating;
  const limitMs = seconds * 1000;
  const thread = new Worker(new URL('thread.js', import.meta.url), {
    workerData: { beats, limitMs, lookMs: Math.min(1000, limitMs / LOOKS), reports },
    // No TypeScript loader, no flags of the main thread.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
  });
  thread.on('error', guarded('watchdog thread', onError));
  thread.unref();
  return {
    async stop() {
      await beating.stop();
      await thread.terminate();
    },
  };
};
