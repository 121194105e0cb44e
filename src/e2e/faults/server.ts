import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { CrashAt } from '../../platform/crash-points.ts';
import { moduleArguments } from '../../platform/module-arguments.ts';
import type { ServerOrder } from './server-process.ts';

/** A process of the product, from its start to its end. */
export interface Server {
  readonly mqttPort: number;
  readonly url: string;
  /** Resolves with the database's address when it listens; rejects when it ends before. */
  readonly listening: Promise<string>;
  readonly ended: Promise<NodeJS.Signals | number>;
  isAlive(): boolean;
  /** Ends it and waits for its end. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Its clock goes this far from the machine's, in ms. */
  setClock(offsetMs: number): void;
  /** Resolves when it has died at the point. */
  dieAt(crash: CrashAt): Promise<void>;
}

export interface ServerOptions {
  readonly settings: Readonly<Record<string, string>>;
  readonly httpPort: number;
  readonly mqttPort: number;
  readonly logFile: string;
}

const STOP_LIMIT_MS = 60_000;
const SCRIPT = new URL('./server-process.ts', import.meta.url);

export const spawnServer = ({ settings, httpPort, mqttPort, logFile }: ServerOptions): Server => {
  const log = openSync(logFile, 'a');
  const child: ChildProcess = spawn(process.execPath, moduleArguments(SCRIPT), {
    env: {
      ...process.env,
      ...settings,
      YIWANG_HTTP_PORT: String(httpPort),
      YIWANG_MQTT_PORT: String(mqttPort),
    },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as NodeJS.Signals | number);
  const listening = new Promise<string>((resolve, reject) => {
    child.once('message', (message: { readonly databaseUrl: string }) => resolve(message.databaseUrl));
    ended.then((how) => reject(new Error(`the server ended with ${how} before it listened: ${logFile}`)));
  });
  listening.catch(() => undefined);
  const order = (message: ServerOrder) => child.send(message);
  return {
    mqttPort,
    url: `http://127.0.0.1:${httpPort}`,
    listening,
    ended,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async end(signal) {
      child.kill(signal);
      const tooSlow = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await ended;
      clearTimeout(tooSlow);
    },
    setClock: (offsetMs) => order({ offsetMs }),
    async dieAt(crash) {
      order({ crash });
      const how = await ended;
      if (how !== 'SIGKILL')
        throw new Error(`the server did not die at ${crash.point} but ended with ${how}`);
    },
  };
};
