import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BackupError } from '../backup/backup-error.ts';
import type { BackupFolder } from '../backup/backup-files.ts';
import { isEncrypted, openBackupSeal } from '../backup/encryption.ts';
import { KEY_FILE } from '../backup/manifest.ts';
import { checkBackup, requireKey, restoreBackup, restoreKey } from '../backup/restore.ts';
import { verifyLog } from '../event-store/postgres/seals/verify.ts';
import { connectDatabase } from '../platform/connect-database.ts';
import { loadMasterKey } from '../platform/master-key.ts';
import { openDatabase } from '../server/core.ts';
import { tellBackupError } from './backup.ts';
import { readBackupPassphrase } from './backup-passphrase.ts';
import { type Command, loadCliConfig, needed, noMore, parse } from './command.ts';

const HELP = [
  'Usage: npm run yiwang -- restore <folder> [--dry-run] [--plain]',
  '',
  'Loads a backup into an empty data folder (YIWANG_DATA_DIR) or an empty database (DATABASE_URL), after every file in it has been',
  'checked; then recomputes the hash chain. No server may be running on it. The next start builds the read models from the log.',
  '',
  'An encrypted backup is opened with the file named by YIWANG_BACKUP_KEY_FILE, otherwise with a passphrase from standard input.',
  '',
  '  --dry-run   only checks the backup',
  '  --plain     accepts a backup that is not encrypted although YIWANG_BACKUP_KEY_FILE is set',
].join('\n');

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'load a backup into an empty data folder',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      'dry-run': { type: 'boolean', default: false },
      plain: { type: 'boolean', default: false },
    });
    const folder = resolve(needed(positionals[0], 'the folder of the backup', HELP));
    noMore(positionals.slice(1), HELP);
    const { config, logger } = loadCliConfig();
    const dataDir = config.YIWANG_DATA_DIR;
    try {
      const from = await openFolder(folder, config.YIWANG_BACKUP_KEY_FILE, values.plain);
      const manifest = await checkBackup(from);
      console.log(`${manifest.head} events, made at ${manifest.madeAt}: every file is intact.`);
      if (values['dry-run']) return 0;
      await restoreKey(from, manifest, dataDir);
      const hasKey = config.YIWANG_MASTER_KEY !== undefined || (await exists(join(dataDir, KEY_FILE)));
      if (!hasKey)
        throw new BackupError(
          'wrongKey',
          'the backup has no master key: set YIWANG_MASTER_KEY, or put master.key into the data folder',
        );
      requireKey(manifest, await loadMasterKey(dataDir, config.YIWANG_MASTER_KEY));
      const database = await openDatabase(config, logger);
      try {
        const { databaseUrl } = database;
        const onProgress = (table: string, rows: number) => console.log(`  ${table}: ${rows} rows`);
        await restoreBackup({ from, manifest, databaseUrl, dataDir, onProgress });
        const sql = connectDatabase({ url: databaseUrl, name: 'restore', maxConnections: 2 });
        const { fault, unsealed } = await verifyLog({ sql }).finally(() => sql.end());
        if (fault !== null)
          throw new BackupError(
            'damaged',
            `the log differs from what was sealed: ${fault.kind} at position ${fault.position}`,
          );
        console.log(`Restored; the hash chain is intact, ${unsealed} events are not yet sealed.`);
      } finally {
        await database.close();
      }
      return 0;
    } catch (error) {
      return tellBackupError(error);
    }
  },
};

/** Somebody who can write into the folder could replace an encrypted backup by a plain one of their own. */
const openFolder = async (
  folder: string,
  keyFile: string | undefined,
  takesPlain: boolean,
): Promise<BackupFolder> => {
  if (await isEncrypted(folder))
    return { folder, seal: await openBackupSeal(folder, await readBackupPassphrase(keyFile)) };
  if (keyFile !== undefined && !takesPlain)
    throw new BackupError(
      'notEncrypted',
      `${folder} is not encrypted, although YIWANG_BACKUP_KEY_FILE is set: use --plain if that is intended`,
    );
  return { folder, seal: undefined };
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
