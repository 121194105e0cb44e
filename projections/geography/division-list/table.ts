import { boolean, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { AreaGeometry, DivisionLevel } from '../../../src/geography/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

export const divisions = pgTable(
  'divisions',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    /** Null for a boundary whose code is not a current division. */
    level: text('level').$type<DivisionLevel>(),
    parent: text('parent'),
    source: text('source').notNull(),
    boundary: jsonb('boundary').$type<AreaGeometry>(),
    boundaryApproximate: boolean('boundary_approximate').notNull(),
  },
  (table) => [index('divisions_parent').on(table.parent, table.code)],
);

export type DivisionRow = RowOf<typeof divisions>;
