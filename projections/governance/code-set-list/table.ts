import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { CodeSetPublished } from '../../../src/governance/categories/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

/** Every version that was ever published. */
export const codeSets = pgTable('code_sets', {
  key: text('key').primaryKey(),
  codeSetId: text('code_set_id').notNull(),
  version: integer('version').notNull(),
  definition: jsonb('definition').$type<CodeSetPublished['data']>().notNull(),
});

export type CodeSetRow = RowOf<typeof codeSets>;
