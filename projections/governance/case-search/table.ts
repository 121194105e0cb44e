import { sql } from 'drizzle-orm';
import { bigint, boolean, doublePrecision, index, pgTable, text } from 'drizzle-orm/pg-core';
import type { CaseSource } from '../../../src/governance/events.ts';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

/** What the search for duplicates compares of a case; open cases are found by their cell. */
export const caseSearch = pgTable(
  'case_search',
  {
    caseId: text('case_id').primaryKey(),
    open: boolean('open').notNull(),
    /** Handled as its department says; a failed check or a new dispatch takes that back. */
    fedBack: boolean('fed_back').notNull(),
    /** The driver gives an int8 as text. */
    cell: bigint('cell', { mode: 'number' }).$type<string>().notNull(),
    lon: doublePrecision('lon').notNull(),
    lat: doublePrecision('lat').notNull(),
    reportedAt: instant('reported_at').notNull(),
    source: text('source').$type<CaseSource>().notNull(),
    reporterId: text('reporter_id'),
    description: text('description').notNull(),
    address: text('address').notNull(),
    matterCode: text('matter_code'),
    rowId: text('row_id'),
    deviceId: text('device_id'),
    componentId: text('component_id'),
  },
  (table) => [index('case_search_open').on(table.cell, table.reportedAt).where(sql`${table.open}`)],
);

export type CaseSearchRow = RowOf<typeof caseSearch>;
