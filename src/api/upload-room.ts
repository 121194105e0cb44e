import type { Reservation } from '../attachments/uploads/quota.ts';
import type { ApiDeps } from './deps.ts';
import { ProblemError } from './problems.ts';

/** Unused attachments go when they expire; how soon something does is not worth a look through all of them. */
const QUOTA_RETRY_SECONDS = 3600;

/** Throws storageFull where so many bytes more would leave less free disk than there must be. */
export const requireDisk = ({ core: { disk }, config }: ApiDeps, bytes = 0): void => {
  if (disk.isLow() || disk.freeBytes() - bytes < config.YIWANG_MIN_FREE_DISK_BYTES)
    throw new ProblemError('storageFull', undefined, { retryAfterSeconds: 60 });
};

/**
 * Room for a file that somebody begins to send, or sends whole. Throws storageFull, tooManyUploads, uploadQuotaExceeded with
 * what there is too much of.
 */
export const reserveRoom = async (
  deps: ApiDeps,
  userId: string,
  bytes: number,
  manner: 'begun' | 'whole',
): Promise<Reservation> => {
  requireDisk(deps, bytes);
  const reserved = await deps.uploadQuota.reserve(userId, bytes, manner);
  if (typeof reserved !== 'string') return reserved;
  if (reserved === 'unfinished') throw new ProblemError('tooManyUploads');
  throw new ProblemError('uploadQuotaExceeded', undefined, {
    limit: reserved,
    retryAfterSeconds: QUOTA_RETRY_SECONDS,
  });
};
