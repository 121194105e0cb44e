import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../../src/platform/columns.ts';

/** Cases that were reported without an account, by the digest of their tracking code. */
export const publicReports = pgTable('public_reports', {
  caseId: text('case_id').primaryKey(),
  codeDigest: text('code_digest').notNull().unique(),
  /** The point of the case is only one within its division: its place was told in words. */
  placeInWords: boolean('place_in_words').notNull(),
});

export type PublicReportRow = RowOf<typeof publicReports>;
