import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { AreaGeometry } from '../../../src/geography/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

export const grids = pgTable(
  'grids',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    divisionCode: text('division_code').notNull(),
    geometry: jsonb('geometry').$type<AreaGeometry>().notNull(),
    workerId: text('worker_id'),
    synthetic: boolean('synthetic').notNull(),
    removed: boolean('removed').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [index('grids_division').on(table.divisionCode, table.code)],
);

export type GridRow = RowOf<typeof grids>;
