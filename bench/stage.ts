import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeDataFolder, startEmbeddedPostgres } from '../src/platform/embedded-postgres/index.ts';
import { freePort } from '../src/platform/ports.ts';
import { startScript, stopProcess } from './harness.ts';

/** The environment of a measurement: an embedded PostgreSQL, and the server in a separate process, as in `npm start`. */
export interface Stage {
  readonly folder: string;
  readonly serverUrl: string;
  readonly httpPort: number;
  readonly mqttPort: number;
  /** Settings of a server on this database; all servers of a stage have the same keys. */
  settings(databaseUrl: string): Record<string, string>;
  /** The server on a database, ready with every read model at the end of the log, for as long as `work` takes. */
  withServer<Result>(databaseUrl: string, work: (server: ChildProcess) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Polls until `done`; a benchmark may wait like this, a test may not. */
export const until = async (done: () => Promise<boolean>): Promise<void> => {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 200));
};

export const openStage = async (name: string): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), `yiwang-bench-${name}-`));
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const server = {
    YIWANG_DATA_DIR: join(folder, 'data'),
    YIWANG_HTTP_PORT: String(httpPort),
    YIWANG_MQTT_PORT: String(mqttPort),
    YIWANG_LOG_LEVEL: 'error',
  };
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    mayCreateDatabases: true,
  });
  const settings = (databaseUrl: string) => ({ ...server, DATABASE_URL: databaseUrl });

  return {
    folder,
    serverUrl: postgres.url,
    httpPort,
    mqttPort,
    settings,
    async withServer(databaseUrl, work) {
      const child = startScript('../src/cli.ts', ['start'], settings(databaseUrl));
      try {
        await until(async () => {
          if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
          return fetch(`http://127.0.0.1:${httpPort}/readyz`).then(
            (response) => response.ok,
            () => false,
          );
        });
        return await work(child);
      } finally {
        await stopProcess(child);
      }
    },
    async close() {
      await postgres.stop();
      await removeDataFolder(join(folder, 'postgres'));
      await rm(folder, { recursive: true, force: true });
    },
  };
};
