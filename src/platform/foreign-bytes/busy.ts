/** Too many files are waiting for their parser. Nothing was read: the same request may be retried. */
export class ParsersBusyError extends Error {
  readonly code = 'parsersBusy';
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('too many files waiting to be read');
    this.name = 'ParsersBusyError';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
