/** The store could not be reached in time. Nothing is known about the append: the same ids may be sent again. */
export class StoreUnavailableError extends Error {
  readonly code = 'storeUnavailable';
  constructor(cause: unknown) {
    super('the event store cannot be reached', { cause });
    this.name = 'StoreUnavailableError';
  }
}
