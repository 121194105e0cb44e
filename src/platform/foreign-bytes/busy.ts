/** More files wait for their parser than may. Nothing was read: the same request may come again. */
export class ParsersBusyError extends Error {
  readonly code = 'parsersBusy';
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('too many files wait to be read');
    this.name = 'ParsersBusyError';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
