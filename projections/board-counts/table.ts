import { boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CaseStage } from '../../src/governance/events.ts';

/** Where each case stands now, to know which count an event takes it from. */
export const boardCases = pgTable('board_cases', {
  caseId: text('case_id').primaryKey(),
  divisionCode: text('division_code').notNull(),
  stage: text('stage').$type<CaseStage>().notNull(),
  overdue: boolean('overdue').notNull(),
});

export const boardCounts = pgTable(
  'board_counts',
  {
    divisionCode: text('division_code').notNull(),
    stage: text('stage').$type<CaseStage>().notNull(),
    cases: integer('cases').notNull(),
    overdue: integer('overdue').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.divisionCode, table.stage] }),
    index('board_counts_stage').on(table.stage),
  ],
);
