import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../../src/platform/columns.ts';

export const departments = pgTable('departments', {
  departmentId: text('department_id').primaryKey(),
  name: text('name').notNull(),
  divisionCode: text('division_code').notNull(),
  bodies: jsonb('bodies').$type<readonly string[]>().notNull(),
  synthetic: boolean('synthetic').notNull(),
  version: integer('version').notNull(),
});

export type DepartmentRow = RowOf<typeof departments>;
