import { namedDigests } from '../../projections/attachments/attachment-list/queries.ts';
import { attachmentLimits } from '../api/attachment-limits.ts';
import { createMetrics } from '../api/metrics.ts';
import { openAttachments } from '../attachments/open-attachments.ts';
import { s3Settings } from '../attachments/s3-settings.ts';
import { openForeignBytes } from '../foreign-bytes/open-foreign-bytes.ts';
import { photoReader } from '../foreign-bytes/photo-reader.ts';
import { refuseForeignCheckpoints } from '../projection-engine/checkpoint.ts';
import { seedDomainData } from '../shipped-data/seed-domain-data.ts';
import { openCore } from './core.ts';
import type { PartOptions } from './part-options.ts';

/** The log with its keys, the database, bytes from outside, and the data that ships. */
export const openStore = async (options: PartOptions, caughtUp: () => Promise<boolean>) => {
  const { config, databaseUrl, logger, clock, cleanup, onProgress } = options;
  const core = await openCore(config, databaseUrl, logger, clock, options.passwordCost);
  cleanup.add(core.close);
  const { store, sql, keys } = core;
  const metrics = createMetrics();

  await refuseForeignCheckpoints(sql, store);

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
    readPhoto: photoReader(foreignBytes),
    uploadExpiryMs: config.YIWANG_UPLOAD_EXPIRY_HOURS * 3_600_000,
    clock,
    logger,
    named: async (digests) => ((await caughtUp()) ? namedDigests(sql, digests) : undefined),
  });
  cleanup.add(() => attachments.sweep.stop());

  onProgress?.('domain data');
  const seeded = await seedDomainData(store);
  logger.info(seeded, 'domain data is in the log');

  return { core, metrics, foreignBytes, attachments };
};

export type OpenedStore = Awaited<ReturnType<typeof openStore>>;
