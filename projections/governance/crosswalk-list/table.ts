import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { CrosswalkPublished } from '../../../src/governance/categories/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

/** The crosswalks between code sets, in their latest versions. */
export const crosswalks = pgTable('crosswalks', {
  crosswalkId: text('crosswalk_id').primaryKey(),
  version: integer('version').notNull(),
  definition: jsonb('definition').$type<CrosswalkPublished['data']>().notNull(),
});

export type CrosswalkRow = RowOf<typeof crosswalks>;
