import {
  bigint,
  customType,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

/**
 * The log. `position` is dense and in commit order: it is assigned while the row of `event_head` is locked.
 * `data` and `meta` are the exact bytes that were written (text, not jsonb), so that digests cover them.
 */
export const events = pgTable(
  'events',
  {
    position: bigint('position', { mode: 'bigint' }).primaryKey(),
    stream: text('stream').notNull(),
    version: integer('version').notNull(),
    id: uuid('id').notNull(),
    type: text('type').notNull(),
    schemaVersion: smallint('schema_version').notNull(),
    contentDigest: uuid('content_digest').notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
    data: text('data').notNull(),
    meta: text('meta').notNull(),
  },
  (table) => [
    unique('events_id').on(table.id),
    unique('events_stream_version').on(table.stream, table.version),
  ],
);

/** One row: the position of the last event. Its lock orders all writers of all processes. */
export const eventHead = pgTable('event_head', {
  singleton: smallint('singleton').primaryKey(),
  position: bigint('position', { mode: 'bigint' }).notNull(),
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

/** What `readStream` shows of a stream, where that is not everything. */
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
 * How far each projection has come. Compare-and-set on `position` and `generation` is the fence of its owner: the generation
 * grows when its tables are exchanged for newly built ones.
 */
export const projectionCheckpoints = pgTable('projection_checkpoints', {
  name: text('name').primaryKey(),
  position: text('position').notNull(),
  generation: integer('generation').notNull().default(0),
});
