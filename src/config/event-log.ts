import { z } from 'zod';
import { positive } from './value-kinds.ts';

/** The event log: retention, commits, archive and seals. */
export const eventLogSettings = {
  YIWANG_REJECTED_PAYLOAD_BYTES: positive
    .default(4096)
    .describe('Bytes of a dead letter that are shown; of an unknown sender, no more is kept'),
  YIWANG_STORE_MAX_BATCH_EVENTS: positive.default(1000).describe('Most events in one commit'),
  YIWANG_STORE_APPEND_TIMEOUT_MS: positive
    .default(30_000)
    .describe('How long an append waits for the database'),
  YIWANG_STORE_TAIL_CACHE_EVENTS: positive
    .default(20_000)
    .describe('Most events kept in memory for projections that have not reached them yet'),
  YIWANG_PARTITION_MAX_EVENTS: positive
    .default(10_000_000)
    .describe('Most events in one partition of archivable events; otherwise a partition covers about a day'),
  YIWANG_ARCHIVE_AFTER_DAYS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(90)
    .describe('Readings, detections and dead letters older than this are archived to files; 0: never'),
  YIWANG_ARCHIVE_DIR: z
    .string()
    .optional()
    .describe('Folder of the archive; default: archive in the data folder'),
  YIWANG_SEAL_SECONDS: positive
    .default(10)
    .describe(
      'How long an event waits for a full block of the hash chain before it is sealed in a smaller block',
    ),
  YIWANG_SEAL_EVENTS_PER_SECOND: positive
    .default(5000)
    .describe('Most events sealed per second; a fifth of that while many appends are waiting'),
  YIWANG_EVENT_STORE_REPEAT_WINDOW: positive
    .default(500)
    .describe(
      'With EVENT_STORE_URL: number of events at the end of a stream among which a repeat is recognised',
    ),
  YIWANG_EVENT_STORE_CALL_TIMEOUT_MS: positive
    .default(10_000)
    .describe('With EVENT_STORE_URL: how long one call to the server may take before it is retried'),
  YIWANG_MIN_FREE_DISK_BYTES: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(536_870_912)
    .describe('With less free disk space than this, nothing is acknowledged'),
  YIWANG_PG_SHARED_BUFFERS: z
    .string()
    .optional()
    .describe('shared_buffers of the embedded PostgreSQL, for example 512MB'),
};
