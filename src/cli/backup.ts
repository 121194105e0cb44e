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
  'Copies what cannot be made again into a new folder, while the server runs: the log and its seals, the keys of persons, where',
  'the processes are in the log, and the attachments; as of one moment, with a manifest of checksums. Read models are not copied:',
  'a restored server builds them from the log.',
  '',
  '  --encrypt       encrypts every file, with the key in the file that YIWANG_BACKUP_KEY_FILE names (12 characters or more; a setting',
  '                  that is there encrypts without the option), else with a passphrase on standard input. Without that key or',
  '                  passphrase nobody can restore it: keep it somewhere else',
  '  --include-key   puts master.key into the backup too. Without that key nothing personal in a backup can be read, and no',
  '                  device can sign in: keep it somewhere else, or in here if the backup is guarded as well as the key',
].join('\n');

/** Says what keeps a backup from being made or restored; anything else goes up. */
export const tellBackupError = (error: unknown): number => {
  if (!(error instanceof BackupError)) throw error;
  console.error(`${error.code}: ${error.message}.`);
  return 1;
};

export const backupCommand: Command = {
  name: 'backup',
  summary: 'copy the log and all that cannot be made again, while running',
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
        new BackupError('otherEngine', 'the log lies in EventStoreDB: back it up by its own means'),
      );
    const keyFile = config.YIWANG_BACKUP_KEY_FILE;
    const seal =
      values.encrypt || keyFile !== undefined
        ? await makeBackupSeal(await readBackupPassphrase(keyFile))
        : undefined;
    if (seal === undefined)
      console.error(
        'Warning: the backup is not encrypted; whoever has it reads every case in it (--encrypt).',
      );
    const database = await reachDatabase(config, logger);
    const bar = createProgressBar(
      'events',
      (text) => process.stdout.write(text),
      process.stdout.isTTY === true,
    );
    try {
      // First, so that no copy is made of which nothing is known, and the copy holds it.
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
      if (!manifest.keyIncluded) console.log('master.key is not in it: keep it somewhere else.');
      return 0;
    } catch (error) {
      return tellBackupError(error);
    } finally {
      await database.close();
    }
  },
};
