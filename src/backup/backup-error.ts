export type BackupErrorCode =
  | 'folderNotEmpty'
  | 'noBackup'
  | 'damaged'
  | 'newerRelease'
  | 'wrongKey'
  | 'wrongBackupKey'
  | 'notEncrypted'
  | 'databaseNotEmpty'
  | 'otherEngine';

/** What keeps a backup from being made or restored, said so that somebody can act on it. */
export class BackupError extends Error {
  readonly code: BackupErrorCode;
  constructor(code: BackupErrorCode, message: string) {
    super(message);
    this.name = 'BackupError';
    this.code = code;
  }
}
