import type { DiskGuard } from '../platform/disk-guard.ts';
import type { AppendRequest, EventStore } from './event-store.ts';
import { StoreUnavailableError } from './store-unavailable.ts';

/** Free space is below the reserve: nothing is accepted, even if the database could still write. */
export class LowDiskError extends StoreUnavailableError {
  constructor() {
    super('disk space is low');
    this.message =
      'disk space is low, nothing is written: free some space, or lower YIWANG_MIN_FREE_DISK_BYTES';
  }
}

/** The same store, which accepts nothing while disk space is low: a technical failure, so senders retry. */
export const guardStore = <Store extends EventStore>(
  store: Store,
  guard: Pick<DiskGuard, 'isLow'>,
): Store => {
  const refuse = () => Promise.reject(new LowDiskError());
  return {
    ...store,
    append: (request: AppendRequest) => (guard.isLow() ? refuse() : store.append(request)),
    appendMany: (requests: readonly AppendRequest[]) =>
      guard.isLow() ? refuse() : store.appendMany(requests),
  };
};
