import { join } from 'node:path';
import type { Attachment } from '../governance/events.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { S3Settings } from './adapters/s3-object-store.ts';
import { openUnusedFolder } from './adapters/unused-folder.ts';
import { openUploadFolder } from './adapters/upload-folder.ts';
import type { AttachmentIds } from './attachment-ids.ts';
import {
  type AttachmentLimits,
  type AttachmentStore,
  createAttachmentStore,
  type ReadPhoto,
} from './attachment-store.ts';
import { kindOf } from './media-type.ts';
import { contentOfBytes } from './object-store.ts';
import { openObjects } from './open-objects.ts';
import { isOfPublic, PUBLIC_OWNER } from './public-owner.ts';
import { createUploadQuota, type QuotaLimits, type UploadQuota } from './uploads/quota.ts';
import { createUploads, type Uploads } from './uploads/receive.ts';
import { type AttachmentSweep, startAttachmentSweep } from './uploads/sweep.ts';

export interface Attachments {
  readonly store: AttachmentStore;
  readonly uploads: Uploads;
  readonly quota: UploadQuota;
  /** Of all senders without an account together. */
  readonly publicQuota: UploadQuota;
  readonly sweep: AttachmentSweep;
  /**
   * Stores a picture that a device sent. No sweep deletes it, since the event that names it is in a stream that ages.
   * Undefined if the bytes are not an image.
   */
  savePicture(bytes: Uint8Array): Promise<Pick<Attachment, 'digest' | 'mediaType' | 'size'> | undefined>;
}

/** Throws ObjectStoreError if the configured bucket cannot be used. */
export const openAttachments = async (options: {
  readonly dataDir: string;
  /** Undefined: the attachments are in the data folder. */
  readonly s3: S3Settings | undefined;
  readonly ids: AttachmentIds;
  /** Wraps the keys that encrypt the attachments. */
  readonly key: Uint8Array;
  readonly limits: AttachmentLimits;
  readonly quota: QuotaLimits;
  /** Most bytes of all senders without an account to which no event refers yet. */
  readonly publicQuotaBytes: number;
  readonly readPhoto: ReadPhoto;
  readonly uploadExpiryMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly named: (digests: readonly string[]) => Promise<ReadonlySet<string> | undefined>;
}): Promise<Attachments> => {
  const { dataDir, s3, ids, key, limits, readPhoto, uploadExpiryMs, clock, logger, named } = options;
  const { sealing: objects } = await openObjects({ dataDir, s3, ids, key });
  const unused = await openUnusedFolder(join(dataDir, 'uploads', 'unused'), clock, ids.current);
  const store = createAttachmentStore(objects, ids, unused, limits, readPhoto);
  const folder = await openUploadFolder(join(dataDir, 'uploads', 'open'), ids.current);
  return {
    store,
    async savePicture(bytes) {
      const kept = await store.keep(contentOfBytes(Buffer.from(bytes)), undefined);
      if (kept.status === 'refused' || kindOf(kept.attachment.mediaType) !== 'photo') return undefined;
      const { digest, mediaType, size, publicDigest } = kept.attachment;
      for (const each of publicDigest === undefined ? [digest] : [digest, publicDigest])
        await unused.forget(each);
      return { digest, mediaType, size };
    },
    uploads: createUploads({ folder, attachments: store, clock, uploadExpiryMs }),
    quota: createUploadQuota({ limits: options.quota, uploads: folder.all, named }),
    publicQuota: createUploadQuota({
      limits: { bytes: options.publicQuotaBytes, files: Number.POSITIVE_INFINITY, unfinished: 0 },
      uploads: () =>
        folder
          .all()
          .filter(isOfPublic)
          .map((upload) => ({ ...upload, userId: PUBLIC_OWNER })),
      named,
    }),
    sweep: startAttachmentSweep({
      folder,
      attachments: store,
      unused,
      named,
      clock,
      logger,
      uploadExpiryMs,
    }),
  };
};
