import { boolean, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../../src/platform/columns.ts';

/** Which streams name an attachment, or the public copy of one. */
export const attachmentReferences = pgTable(
  'attachment_references',
  {
    digest: text('digest').notNull(),
    stream: text('stream').notNull(),
    caseId: text('case_id'),
    mediaType: text('media_type').notNull(),
    /** A copy without metadata. */
    isPublic: boolean('is_public').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.digest, table.stream] }),
    index('attachment_references_case').on(table.caseId),
  ],
);

export type AttachmentReferenceRow = RowOf<typeof attachmentReferences>;
