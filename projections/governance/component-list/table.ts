import { doublePrecision, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ComponentBodies, ComponentState } from '../../../src/governance/components/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

export const components = pgTable(
  'components',
  {
    componentId: text('component_id').primaryKey(),
    codeSetId: text('code_set_id').notNull(),
    name: text('name').notNull(),
    divisionCode: text('division_code').notNull(),
    majorCode: text('major_code').notNull(),
    minorCode: text('minor_code').notNull(),
    bodies: jsonb('bodies').$type<ComponentBodies>().notNull(),
    state: text('state').$type<ComponentState>().notNull(),
    lon: doublePrecision('lon').notNull(),
    lat: doublePrecision('lat').notNull(),
    address: text('address').notNull(),
    gridCode: text('grid_code'),
    initialDate: text('initial_date').notNull(),
    changeDate: text('change_date'),
    removedReason: text('removed_reason'),
    source: text('source').notNull(),
    remark: text('remark').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [
    index('components_place').on(table.lat, table.lon),
    index('components_division').on(table.divisionCode, table.componentId),
    index('components_grid').on(table.gridCode),
  ],
);

export type ComponentRow = RowOf<typeof components>;
