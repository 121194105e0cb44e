import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Wrapped keys of persons. Not part of the log: dropping a row makes what it sealed unreadable for ever. */
export const personKeys = pgTable('person_keys', {
  personId: text('person_id').primaryKey(),
  keyId: text('key_id').notNull(),
  wrapped: text('wrapped').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'string' }).notNull(),
});
