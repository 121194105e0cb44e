import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../../src/platform/columns.ts';
import type { IndexTable } from '../../../src/sensing/indices/tables.ts';

/** Latest version of each table of a standard. */
export const indexTables = pgTable('index_tables', {
  tableId: text('table_id').primaryKey(),
  version: integer('version').notNull(),
  definition: jsonb('definition').$type<IndexTable>().notNull(),
});

export type IndexTableRow = RowOf<typeof indexTables>;
