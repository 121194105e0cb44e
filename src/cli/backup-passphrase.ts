import { readFile, stat } from 'node:fs/promises';
import { MIN_PASSPHRASE_LENGTH } from '../backup/encryption.ts';
import { UsageError } from './command.ts';
import { readLine } from './read-line.ts';

/** The passphrase of a backup: the text of the key file, otherwise a passphrase from standard input. Throws UsageError. */
export const readBackupPassphrase = async (keyFile: string | undefined): Promise<string> => {
  const passphrase =
    keyFile === undefined ? await readLine('passphrase of the backup') : await readKey(keyFile);
  if (passphrase.length < MIN_PASSPHRASE_LENGTH) {
    throw new UsageError(
      `${keyFile ?? 'The passphrase of the backup'} has fewer than ${MIN_PASSPHRASE_LENGTH} characters.`,
    );
  }
  return passphrase;
};

const readKey = async (keyFile: string): Promise<string> => {
  try {
    const { mode } = await stat(keyFile);
    if ((mode & 0o077) !== 0)
      console.error(`Warning: ${keyFile} is accessible to users other than its owner: chmod 600 it.`);
    return (await readFile(keyFile, 'utf8')).trim();
  } catch (error) {
    throw new UsageError(
      `YIWANG_BACKUP_KEY_FILE cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
};
