import { attachmentListProjection } from '../../projections/attachments/attachment-list/project.ts';
import { namedDigests } from '../../projections/attachments/attachment-list/queries.ts';
import { attachmentLimits } from '../api/attachment-limits.ts';
import { openAttachments } from '../attachments/open-attachments.ts';
import { s3Settings } from '../attachments/s3-settings.ts';
import { openForeignBytes } from '../foreign-bytes/open-foreign-bytes.ts';
import { photoReader } from '../foreign-bytes/photo-reader.ts';
import type { OpenedEngine } from './open-engine.ts';
import type { OpenedStore } from './open-store.ts';
import type { PartOptions } from './part-options.ts';

/** Files from outside: the workers that parse them, and the storage of photos, sound and film. */
export const openFiles = async (
  { config, logger, clock, cleanup }: PartOptions,
  { core, metrics }: OpenedStore,
  { engine }: OpenedEngine,
) => {
  const { store, sql, keys } = core;
  const foreignBytes = openForeignBytes({
    timeLimitMs: config.YIWANG_PARSE_SECONDS * 1000,
    memoryLimitMb: config.YIWANG_PARSE_MEMORY_MB,
    maxWaiting: config.YIWANG_PARSE_MAX_WAITING,
    logger,
    onOutcome: metrics.observeForeignFile,
  });
  cleanup.add(() => foreignBytes.close());
  const attachments = await openAttachments({
    dataDir: config.YIWANG_DATA_DIR,
    s3: s3Settings(config),
    ids: core.attachmentIds,
    key: keys.attachments,
    limits: attachmentLimits(config),
    quota: {
      bytes: config.YIWANG_UPLOAD_QUOTA_BYTES,
      files: config.YIWANG_UPLOAD_QUOTA_FILES,
      unfinished: config.YIWANG_UPLOADS_MAX_OPEN,
    },
    publicQuotaBytes: config.YIWANG_PUBLIC_PHOTO_QUOTA_BYTES,
    readPhoto: photoReader(foreignBytes),
    uploadExpiryMs: config.YIWANG_UPLOAD_EXPIRY_HOURS * 3_600_000,
    clock,
    logger,
    async named(digests) {
      const caughtUp = await engine.waitFor(await store.head(), { projections: [attachmentListProjection] });
      return caughtUp ? namedDigests(sql, digests) : undefined;
    },
  });
  cleanup.add(() => attachments.sweep.stop());
  return { foreignBytes, attachments };
};
