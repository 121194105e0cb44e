import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandOutcome } from '../commands/command-handler.ts';
import type { Config } from '../config.ts';
import { EmbeddedPostgresError } from '../platform/embedded-postgres/index.ts';
import type { Logger } from '../platform/logger.ts';
import { type Core, type Foundation, openCore, openDatabase } from '../server/core.ts';
import { loadCliConfig } from './command.ts';

/** File in which a running server leaves its database's address for other commands; readable only by its owner. */
export const addressFile = (config: Config): string => join(config.YIWANG_DATA_DIR, 'database.url');

/** The database for a command: that of a server running on the folder, otherwise started for this command. */
export const reachDatabase = (
  config: Config,
  logger: Logger,
): Promise<Pick<Foundation, 'databaseUrl' | 'close'>> =>
  openDatabase(config, logger).catch(async (error) => {
    if (!(error instanceof EmbeddedPostgresError) || error.code !== 'alreadyRunning') throw error;
    const databaseUrl = (await readFile(addressFile(config), 'utf8')).trim();
    return { databaseUrl, close: async () => undefined };
  });

/** Runs a command's work on store and database, with the settings of the environment; returns the exit code. */
export const withCore = async (work: (core: Core) => Promise<number>): Promise<number> => {
  const { config, logger } = loadCliConfig();
  const database = await reachDatabase(config, logger);
  try {
    const core = await openCore(config, database.databaseUrl, logger);
    try {
      return await work(core);
    } finally {
      await core.close();
    }
  } finally {
    await database.close();
  }
};

/** Exit code of a command that was accepted or refused; a refusal is printed. */
export const exitCodeOf = (outcome: CommandOutcome<unknown>): number => {
  if (outcome.ok) return 0;
  console.error(outcome.refusal.message);
  return 1;
};
