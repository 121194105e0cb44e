import { resolve } from 'node:path';
import { exists, locateDataFolder, openDataFolder } from './data-folder.ts';
import { clearLeftovers, releaseLock, takeLock } from './ownership.ts';
import { chooseUser } from './run-as.ts';

/** Stops the PostgreSQL that a killed server left running in this data folder; throws if a server is running on it. */
export const stopLeftoverPostgres = async (dataDir: string): Promise<void> => {
  if (!(await exists(await locateDataFolder(dataDir)))) return;
  const folder = await openDataFolder(resolve(dataDir), await chooseUser());
  await takeLock(folder);
  try {
    await clearLeftovers(folder);
  } finally {
    await releaseLock(folder);
  }
};
