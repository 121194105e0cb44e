import { statfs } from 'node:fs/promises';
import { every } from './every.ts';
import type { Logger } from './logger.ts';

export interface DiskGuard {
  isLow(): boolean;
  freeBytes(): number;
  stop(): Promise<void>;
}

const CHECK_MS = 1000;

/**
 * Watches free space, so that acknowledgements stop before the database fails in the middle of a write. Of several folders the
 * one with the least counts: the embedded database may be on a different disk.
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
      logger.warn(
        { freeBytes: free, minFreeBytes },
        low ? 'disk space is low' : 'disk space is sufficient again',
      );
  };
  await check();
  const checks = every(CHECK_MS, 'disk guard tick', check, { logger, message: 'disk check failed' });
  return { isLow: () => free < minFreeBytes, freeBytes: () => free, stop: checks.stop };
};
