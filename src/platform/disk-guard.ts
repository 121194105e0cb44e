import { statfs } from 'node:fs/promises';
import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import { StoreUnavailableError } from '../event-store/store-unavailable.ts';
import { guarded } from './guard.ts';
import type { Logger } from './logger.ts';

export interface DiskGuard {
  isLow(): boolean;
  freeBytes(): number;
  stop(): void;
}

const CHECK_MS = 1000;

/** Free space is below the reserve: nothing is taken, whatever the database could still write. */
export class LowDiskError extends StoreUnavailableError {
  constructor() {
    super('disk space is low');
    this.message = 'disk space is low, nothing is written: free some, or lower YIWANG_MIN_FREE_DISK_BYTES';
  }
}

/**
 * Watches free space, so that acknowledgements stop before the database fails in the middle of a write. Of several folders the
 * one with the least counts: the embedded database may lie on another disk than the rest.
 */
export const startDiskGuard = async (
  folders: readonly string[],
  minFreeBytes: number,
  logger: Logger,
): Promise<DiskGuard> => {
  let free = Number.POSITIVE_INFINITY;
  const check = async () => {
    const stats = await Promise.all(folders.map((folder) => statfs(folder)));
    const wasLow = free < minFreeBytes;
    free = Math.min(...stats.map(({ bavail, bsize }) => bavail * bsize));
    const low = free < minFreeBytes;
    if (low !== wasLow)
      logger.warn({ freeBytes: free, minFreeBytes }, low ? 'disk space is low' : 'disk space is back');
  };
  await check();
  const timer = setInterval(
    guarded('disk guard tick', () => void check().catch((err) => logger.warn({ err }, 'disk check failed'))),
    CHECK_MS,
  );
  timer.unref();
  return { isLow: () => free < minFreeBytes, freeBytes: () => free, stop: () => clearInterval(timer) };
};

/** The same store, which takes nothing while the disk is low: a technical failure, so senders try again. */
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
