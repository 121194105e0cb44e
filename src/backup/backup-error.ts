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

/** Why a backup cannot be made or restored, in words that help to solve it. */
export class BackupError extends Error {
  readonly code: BackupErrorCode;
  constructor(code: BackupErrorCode, message: string) {
    super(message);
    this.name = 'BackupError';
    this.code = code;
  }
}
