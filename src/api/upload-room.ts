import type { Reservation } from '../attachments/uploads/quota.ts';
import type { ApiDeps } from './deps.ts';
import { ProblemError } from './problems.ts';

/** Unused attachments are deleted when they expire; finding out when the next one does is not worth a search through all of them. */
const QUOTA_RETRY_SECONDS = 3600;

/** Throws storageFull if this many more bytes would leave less free disk space than required. */
export const requireDisk = ({ core: { disk }, config }: ApiDeps, bytes = 0): void => {
  if (disk.isLow() || disk.freeBytes() - bytes < config.YIWANG_MIN_FREE_DISK_BYTES)
    throw new ProblemError('storageFull', undefined, { retryAfterSeconds: 60 });
};

/**
 * Reserves space for a file whose upload begins, or that is sent in one request. Throws storageFull, tooManyUploads, and
 * uploadQuotaExceeded with the exceeded quota.
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
