import type { ChildProcess } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { startModule, stopProcess } from '../simulators/processes.ts';
import type { LoadConfig, LoadDevice } from './load.ts';

export { stopProcess };

/** Result of a load run; times in ms. */
export interface LoadResult {
  readonly ackedPerSecond: number;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  /** How late the publishers' own event loop was. */
  readonly publisherDelayP99Ms: number;
  readonly acked: number;
  readonly unacknowledged: number;
}

export const SECRET = 'b'.repeat(43);
export const deviceIds = (count: number): string[] => Array.from({ length: count }, (_, n) => `bench-${n}`);

/** A TypeScript file of this folder, or the product's CLI, in a separate process with a message channel. */
export const startScript = (
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): ChildProcess => startModule(new URL(script, import.meta.url), args, env);

export const nextMessage = <Message>(child: ChildProcess): Promise<Message> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Message));
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
  });

/** A script that reports "ready", running for the duration of `work`. */
export const withScript = async <Result>(
  script: string,
  args: readonly string[],
  work: (child: ChildProcess) => Promise<Result>,
): Promise<Result> => {
  const child = startScript(script, args);
  try {
    await nextMessage(child);
    return await work(child);
  } finally {
    await stopProcess(child);
  }
};

export interface LoadOptions {
  readonly folder: string;
  readonly port: number;
  readonly connections: number;
  /** One for each connection; default: as many as there are connections. */
  readonly devices?: readonly LoadDevice[];
  readonly rate: number;
  readonly window: number;
  readonly seconds: number;
  readonly warmupSeconds: number;
  /** See LoadConfig. */
  readonly publishing?: number;
  readonly pingSeconds?: number;
  /** An external counter, read at the start and end of the measured time. */
  readonly counter?: () => Promise<number>;
}

/** Runs the publishers. `countedPerSecond` is the increase of the counter in the measured time. */
export const runLoad = async (options: LoadOptions): Promise<LoadResult & { countedPerSecond: number }> => {
  const configPath = join(options.folder, 'load-config.json');
  const config: LoadConfig = {
    host: '127.0.0.1',
    port: options.port,
    devices:
      options.devices ?? deviceIds(options.connections).map((deviceId) => ({ deviceId, secret: SECRET })),
    seconds: options.seconds,
    warmupSeconds: options.warmupSeconds,
    rate: options.rate,
    window: options.window,
    ...(options.publishing === undefined ? {} : { publishing: options.publishing }),
    ...(options.pingSeconds === undefined ? {} : { pingSeconds: options.pingSeconds }),
    seed: 1,
    resultPath: join(options.folder, 'load-result.json'),
  };
  await writeFile(configPath, JSON.stringify(config));
  const publishers = startScript('./load.ts', [configPath]);
  const ended = new Promise<number | null>((resolve) => publishers.once('exit', resolve));
  const count = async () => (options.counter === undefined ? 0 : await options.counter());
  await nextMessage(publishers);
  const [from, fromAt] = [await count(), performance.now()];
  await nextMessage(publishers);
  const [to, toAt] = [await count(), performance.now()];
  if ((await ended) !== 0) throw new Error('the publishers failed');
  const result = JSON.parse(await readFile(config.resultPath, 'utf8')) as LoadResult;
  return { ...result, countedPerSecond: Math.round((to - from) / ((toAt - fromAt) / 1000)) };
};

export const onDatabase = async <Result>(
  databaseUrl: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A new, empty database on the same server. */
export const createDatabase = async (serverUrl: string, name: string): Promise<string> => {
  await onDatabase(serverUrl, (client) => client.query(`create database ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
};

/** Flushes of the write-ahead log by all backends since the start of the server. */
export const walSyncs = (databaseUrl: string): Promise<number> =>
  onDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ syncs: string }>(
      "select sum(fsyncs) as syncs from pg_stat_io where object = 'wal'",
    );
    return Number(rows[0]!.syncs);
  });

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
