import { doublePrecision, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Wrapped keys of persons. Not part of the log: deleting a row makes what it sealed unreadable forever. */
export const personKeys = pgTable('person_keys', {
  personId: text('person_id').primaryKey(),
  keyId: text('key_id').notNull(),
  wrapped: text('wrapped').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'string' }).notNull(),
});

/**
 * Attempts at guessing, counted for all processes together: until when each budget is used up, in milliseconds since 1970.
 * Unlogged (see its migration): after a crash of the database counting starts again.
 */
export const attemptBudgets = pgTable('attempt_budgets', {
  /** Keyed digest of the attempt: a typed name may be a password. */
  budget: text('budget').primaryKey(),
  usedUntil: doublePrecision('used_until').notNull(),
});

/** When a session was last seen, to the minute. Unlogged: after a crash of the database idle time starts again. */
export const sessionTouches = pgTable('session_touches', {
  sessionId: text('session_id').primaryKey(),
  seenAt: timestamp('seen_at', { withTimezone: true, mode: 'string' }).notNull(),
});
