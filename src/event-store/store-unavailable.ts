/** The store could not be reached in time. The outcome of the append is unknown: the same ids may be sent again. */
export class StoreUnavailableError extends Error {
  readonly code = 'storeUnavailable';
  constructor(cause: unknown) {
    super('the event store cannot be reached', { cause });
    this.name = 'StoreUnavailableError';
  }
}
