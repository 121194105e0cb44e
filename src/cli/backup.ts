import { resolve } from 'node:path';
import { makeBackup } from '../backup/backup.ts';
import { BackupError } from '../backup/backup-error.ts';
import { makeBackupSeal } from '../backup/encryption.ts';
import { loadMasterKey } from '../platform/master-key.ts';
import { PROCESS_NAMES } from '../processes/names.ts';
import { openCore } from '../server/core.ts';
import { readBackupPassphrase } from './backup-passphrase.ts';
import { type Command, loadCliConfig, needed, noMore, parse } from './command.ts';
import { createProgressBar } from './progress-bar.ts';
import { reachDatabase } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- backup <folder> [--encrypt] [--include-key]',
  '',
  'Copies data that cannot be rebuilt into a new folder, while the server runs: the log and its seals, the keys of persons, the',
  'positions of the processes, and the attachments; as of one point in time, with a manifest of checksums. Read models are not copied:',
  'a restored server builds them from the log.',
  '',
  '  --encrypt       encrypts every file, with the key in the file named by YIWANG_BACKUP_KEY_FILE (12 characters or more; if it is',
  '                  set, backups are encrypted without the option), otherwise with a passphrase from standard input. Without that key or',
  '                  passphrase nobody can restore it: keep it elsewhere',
  '  --include-key   also includes master.key in the backup. Without that key no personal data in a backup can be read, and no',
  '                  device can sign in: keep it elsewhere, or include it if the backup is protected as well as the key',
].join('\n');

/** Prints why a backup cannot be made or restored; any other error is rethrown. */
export const tellBackupError = (error: unknown): number => {
  if (!(error instanceof BackupError)) throw error;
  console.error(`${error.code}: ${error.message}.`);
  return 1;
};

export const backupCommand: Command = {
  name: 'backup',
  summary: 'copy the log and all data that cannot be rebuilt, while running',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      encrypt: { type: 'boolean', default: false },
      'include-key': { type: 'boolean', default: false },
    });
    const folder = needed(positionals[0], 'the new folder', HELP);
    noMore(positionals.slice(1), HELP);
    const { config, logger } = loadCliConfig();
    if (config.EVENT_STORE_URL !== undefined)
      return tellBackupError(
        new BackupError('otherEngine', 'the log is in EventStoreDB: back it up by its own means'),
      );
    const keyFile = config.YIWANG_BACKUP_KEY_FILE;
    const seal =
      values.encrypt || keyFile !== undefined
        ? await makeBackupSeal(await readBackupPassphrase(keyFile))
        : undefined;
    if (seal === undefined)
      console.error(
        'Warning: the backup is not encrypted; anybody who has it can read every case in it (--encrypt).',
      );
    const database = await reachDatabase(config, logger);
    const bar = createProgressBar(
      'events',
      (text) => process.stdout.write(text),
      process.stdout.isTTY === true,
    );
    try {
      // First, so that every copy is recorded, and the copy contains the record.
      const core = await openCore(config, database.databaseUrl, logger);
      await core.audit
        .record({
          actor: 'system',
          action: 'backup',
          outcome: 'done',
          ...(values['include-key'] ? { reason: 'masterKeyIncluded' } : {}),
        })
        .finally(() => core.close());
      const manifest = await makeBackup({
        databaseUrl: database.databaseUrl,
        dataDir: config.YIWANG_DATA_DIR,
        masterKey: await loadMasterKey(config.YIWANG_DATA_DIR, config.YIWANG_MASTER_KEY),
        includeKey: values['include-key'],
        seal,
        folder: resolve(folder),
        processes: PROCESS_NAMES,
        now: new Date(),
        onProgress: bar,
      });
      const bytes = [...manifest.tables, ...manifest.attachments].reduce((sum, file) => sum + file.bytes, 0);
      console.log(
        `${manifest.head} events and ${manifest.attachments.length} attachments in ${folder}, ${bytes} bytes${seal === undefined ? '' : ', encrypted'}.`,
      );
      if (!manifest.keyIncluded) console.log('master.key is not in it: keep it elsewhere.');
      return 0;
    } catch (error) {
      return tellBackupError(error);
    } finally {
      await database.close();
    }
  },
};
