import { index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Who uploaded an attachment recently. Not a read model: it is not derived from the log, and nothing in the log is derived from it. */
export const attachmentUploaders = pgTable(
  'attachment_uploaders',
  {
    attachmentId: text('attachment_id').notNull(),
    userId: text('user_id').notNull(),
    uploadedAt: timestamp('uploaded_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.attachmentId, table.userId] }),
    index('attachment_uploaders_at').on(table.uploadedAt),
  ],
);
