import { join } from 'node:path';
import { createDiskObjectStore } from './adapters/disk-object-store.ts';
import { createS3ObjectStore, type S3Settings } from './adapters/s3-object-store.ts';
import { createSealingObjectStore } from './adapters/sealing-object-store.ts';
import type { AttachmentIds } from './attachment-ids.ts';
import { plainNameOf } from './attachment-store.ts';
import type { ObjectStore } from './object-store.ts';

export const ATTACHMENT_FOLDER = 'attachments';

export interface ObjectsOptions {
  readonly dataDir: string;
  /** Undefined: the attachments are in the data folder. */
  readonly s3: S3Settings | undefined;
  readonly ids: AttachmentIds;
  /** Wraps the keys that encrypt the attachments. */
  readonly key: Uint8Array;
}

export interface Objects {
  /** As stored in folder or bucket. */
  readonly raw: ObjectStore;
  /** Sealed when they are put, opened when they are read. */
  readonly sealing: ObjectStore;
}

/** Where attachments are stored. Throws ObjectStoreError if the configured bucket cannot be used. */
export const openObjects = async ({ dataDir, s3, ids, key }: ObjectsOptions): Promise<Objects> => {
  const bucket = s3 && createS3ObjectStore(s3);
  await bucket?.check();
  const raw = bucket ?? createDiskObjectStore(join(dataDir, ATTACHMENT_FOLDER));
  const sealing = createSealingObjectStore(raw, {
    wrapKey: key,
    plainNameOf: (name) => plainNameOf(name, ids),
  });
  return { raw, sealing };
};
