export type EmbeddedPostgresProblem =
  | 'unsupportedPlatform'
  | 'noUnprivilegedUser'
  | 'dataFolderVersion'
  | 'alreadyRunning'
  | 'unsafeFolder'
  | 'initFailed'
  | 'startFailed';

/** Why the embedded PostgreSQL cannot run, in words for the operator. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresProblem;
  constructor(code: EmbeddedPostgresProblem, message: string) {
    super(message);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}
