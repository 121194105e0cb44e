import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openCore, openDatabase } from '../main.ts';
import { EmbeddedPostgresError } from '../platform/embedded-postgres/index.ts';
import type { Logger } from '../platform/logger.ts';

export interface CliSession {
  readonly core: Awaited<ReturnType<typeof openCore>>;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** Where a running server leaves its database's address for commands beside it; readable by its owner only. */
const addressFile = (config: Config): string => join(config.YIWANG_DATA_DIR, 'database.url');

/** Store and database for a command: those of a server that runs on the folder, else started for this command. */
export const openSession = async (config: Config, logger: Logger): Promise<CliSession> => {
  const database = await openDatabase(config, logger).catch(async (error) => {
    if (!(error instanceof EmbeddedPostgresError) || error.code !== 'alreadyRunning') throw error;
    const databaseUrl = (await readFile(addressFile(config), 'utf8')).trim();
    return { databaseUrl, close: async () => undefined };
  });
  const core = await openCore(config, database.databaseUrl, logger);
  return {
    core,
    databaseUrl: database.databaseUrl,
    async close() {
      await core.close();
      await database.close();
    },
  };
};
