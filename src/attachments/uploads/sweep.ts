import type { Clock } from '../../platform/clock.ts';
import { every } from '../../platform/every.ts';
import type { Logger } from '../../platform/logger.ts';
import type { AttachmentStore } from '../attachment-store.ts';
import type { UnusedAttachments } from '../unused.ts';
import type { UploadFolder } from './upload.ts';

export interface AttachmentSweep {
  /** Deletes what has expired; returns how much that was. */
  tick(): Promise<{ readonly uploads: number; readonly attachments: number }>;
  stop(): Promise<void>;
}

const TICK_MS = 60_000;

/** Abandoned uploads and attachments that no event ever named leave nothing behind. */
export const startAttachmentSweep = (options: {
  readonly folder: UploadFolder;
  readonly attachments: AttachmentStore;
  readonly unused: UnusedAttachments;
  /** Digests among these that events name; undefined while that is not certain. */
  readonly named: (digests: readonly string[]) => Promise<ReadonlySet<string> | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly uploadExpiryMs: number;
}): AttachmentSweep => {
  const { folder, attachments, unused, named, clock, logger, uploadExpiryMs } = options;

  const sweepUploads = async (): Promise<number> => {
    const expired = folder.all().filter(({ expiresAt }) => Date.parse(expiresAt) < clock.now());
    for (const { uploadId } of expired) await folder.remove(uploadId);
    return expired.length;
  };

  const sweepAttachments = async (): Promise<number> => {
    const digests = await unused.olderThan(clock.now() - uploadExpiryMs);
    const used = digests.length === 0 ? undefined : await named(digests);
    if (used === undefined) return 0;
    let removed = 0;
    for (const digest of digests) {
      if (!used.has(digest)) {
        await attachments.remove(digest);
        removed += 1;
      }
      await unused.forget(digest);
    }
    return removed;
  };

  const tick = async () => ({ uploads: await sweepUploads(), attachments: await sweepAttachments() });
  const { stop } = every(TICK_MS, 'sweep tick', tick, { logger, message: 'attachments not swept' });
  return { tick, stop };
};
