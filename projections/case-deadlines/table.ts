import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Handling clocks that are running: one row per case that a department holds. */
export const caseDeadlines = pgTable(
  'case_deadlines',
  {
    caseId: text('case_id').primaryKey(),
    departmentId: text('department_id').notNull(),
    deadline: timestamp('deadline', { withTimezone: true, mode: 'string' }).notNull(),
    state: text('state').$type<'running' | 'overdue' | 'stopped'>().notNull(),
  },
  (table) => [index('case_deadlines_due').on(table.state, table.deadline)],
);
