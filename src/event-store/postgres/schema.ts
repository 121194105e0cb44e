import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

/**
 * The log. `position` is dense and in commit order: it is assigned while the row of `event_head` is locked.
 * `data` and `meta` are the exact bytes as written (text, not jsonb), so that digests cover them.
 *
 * Its parts, which drizzle cannot express (migration 0006): `events_permanent`, and `events_ageing` in partitions by position
 * (`events_ageing_{first}`), created by `partitions/partition-keeper.ts`. Each part is unique in position, id, and stream with
 * version; across the parts the writers ensure uniqueness.
 */
export const events = pgTable('events', {
  position: bigint('position', { mode: 'bigint' }).notNull(),
  stream: text('stream').notNull(),
  version: integer('version').notNull(),
  id: uuid('id').notNull(),
  type: text('type').notNull(),
  schemaVersion: smallint('schema_version').notNull(),
  contentDigest: uuid('content_digest').notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
  data: text('data').notNull(),
  meta: text('meta').notNull(),
  ageing: boolean('ageing').notNull().default(false),
});

/** Partitions of the ageing streams. */
export const eventPartitions = pgTable('event_partitions', {
  firstPosition: bigint('first_position', { mode: 'bigint' }).primaryKey(),
  lastPosition: bigint('last_position', { mode: 'bigint' }).notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
  /** No event in it was recorded later; null while it may still grow. */
  closedAt: timestamp('closed_at', { withTimezone: true, mode: 'date' }),
  /** Its streams are in `stream_versions`. */
  versionsKept: boolean('versions_kept').notNull().default(false),
});

/** Ageing events recorded before the time encoded in their id by more than the clock tolerance. */
export const earlyEventIds = pgTable('early_event_ids', {
  id: uuid('id').primaryKey(),
  position: bigint('position', { mode: 'bigint' }).notNull(),
});

/** The versions of ageing streams in closed partitions. */
export const streamVersions = pgTable('stream_versions', {
  stream: text('stream').primaryKey(),
  version: integer('version').notNull(),
});

/** Partitions whose events are in the archive. */
export const logArchives = pgTable('log_archives', {
  firstPosition: bigint('first_position', { mode: 'bigint' }).primaryKey(),
  lastPosition: bigint('last_position', { mode: 'bigint' }).notNull(),
  events: integer('events').notNull(),
  /** Digest of the archive file, hex. */
  sha256: text('sha256').notNull(),
  /** `archived`: the events are also still in the log; `dropped`: only in the archive; `restored`: in both again. */
  state: text('state').$type<'archived' | 'dropped' | 'restored'>().notNull(),
  archivedAt: timestamp('archived_at', { withTimezone: true, mode: 'date' }).notNull(),
});

/** One row: up to this position, data derived from ageing events are carried forward in permanent ones. */
export const carriedLog = pgTable('carried_log', {
  singleton: smallint('singleton').primaryKey(),
  through: bigint('through', { mode: 'bigint' }).notNull(),
});

/** One row: the position of the last event. Its lock orders all writers of all processes. */
export const eventHead = pgTable('event_head', {
  singleton: smallint('singleton').primaryKey(),
  position: bigint('position', { mode: 'bigint' }).notNull(),
  /** No event was recorded later. */
  recordedUntil: timestamp('recorded_until', { withTimezone: true, mode: 'date' })
    .notNull()
    .default(sql`'-infinity'`),
});

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Blocks of the hash chain over the log: the leaves of consecutive events, and a digest over them and the block before. */
export const logSeals = pgTable('log_seals', {
  firstPosition: bigint('first_position', { mode: 'bigint' }).primaryKey(),
  lastPosition: bigint('last_position', { mode: 'bigint' }).notNull(),
  leaves: bytea('leaves').notNull(),
  digest: bytea('digest').notNull(),
  sealedAt: timestamp('sealed_at', { withTimezone: true, mode: 'date' }).notNull(),
});

/** Retention of streams of which `readStream` does not show everything. */
export const streamRetention = pgTable('stream_retention', {
  stream: text('stream').primaryKey(),
  maxAgeSeconds: integer('max_age_seconds'),
  maxCount: integer('max_count'),
});

/** Projections that stopped at an event they cannot apply, and why. Deleting a row lets its projection try again. */
export const parkedProjections = pgTable('parked_projections', {
  name: text('name').primaryKey(),
  position: text('position').notNull(),
  eventType: text('event_type').notNull(),
  error: text('error').notNull(),
  parkedAt: timestamp('parked_at', { withTimezone: true, mode: 'date' }).notNull(),
});

/**
 * Checkpoint of each projection. Compare-and-set on `position` and `generation` fences its owner: the generation
 * increases when its tables are replaced by newly built ones.
 */
export const projectionCheckpoints = pgTable('projection_checkpoints', {
  name: text('name').primaryKey(),
  position: text('position').notNull(),
  generation: integer('generation').notNull().default(0),
  /**
   * Value of `carried_log` when it began: for ageing events up to here it reads the carried-forward form, whether they are
   * still in the log or not. Null: it reads the events themselves.
   */
  carriedThrough: text('carried_through'),
});
