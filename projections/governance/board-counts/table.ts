import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CaseStage, ClockName, Light } from '../../../src/governance/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

/** The current counts of each case, to know from which one an event moves it. */
export const boardCases = pgTable('board_cases', {
  caseId: text('case_id').primaryKey(),
  divisionCode: text('division_code').notNull(),
  stage: text('stage').$type<CaseStage>().notNull(),
  overdue: boolean('overdue').notNull(),
  departmentId: text('department_id').notNull().default(''),
  setAside: boolean('set_aside').notNull().default(false),
  /** Clocks that are past their deadline in their latest run. */
  overdueClocks: text('overdue_clocks').array().$type<readonly ClockName[]>().notNull().default([]),
  lights: jsonb('lights').$type<Partial<Record<ClockName, Light>>>().notNull().default({}),
});

export type BoardCaseRow = RowOf<typeof boardCases>;

/** An empty text means no light, or no department. */
export const boardCounts = pgTable(
  'board_counts',
  {
    divisionCode: text('division_code').notNull(),
    stage: text('stage').$type<CaseStage>().notNull(),
    light: text('light').$type<Light | ''>().notNull().default(''),
    departmentId: text('department_id').notNull().default(''),
    cases: integer('cases').notNull(),
    overdue: integer('overdue').notNull(),
    /** Merged into another case: not among `cases`. */
    setAside: integer('set_aside').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.divisionCode, table.stage, table.light, table.departmentId] }),
    index('board_counts_stage').on(table.stage),
  ],
);

export type BoardCountRow = RowOf<typeof boardCounts>;
