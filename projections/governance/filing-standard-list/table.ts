import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { FilingStandardPublished } from '../../../src/governance/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

/** Every version that was ever published: a case names the one it was filed under. */
export const filingStandards = pgTable('filing_standards', {
  key: text('key').primaryKey(),
  standardId: text('standard_id').notNull(),
  version: integer('version').notNull(),
  definition: jsonb('definition').$type<FilingStandardPublished['data']>().notNull(),
});

export type FilingStandardRowModel = RowOf<typeof filingStandards>;
