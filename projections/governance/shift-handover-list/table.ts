import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { OpenWork } from '../../../src/governance/events.ts';
import { instant, type RowOf } from '../../../src/platform/columns.ts';
import type { Role } from '../../../src/workflows/index.ts';

/** What shifts left to the next ones, and who took it over. */
export const shiftHandovers = pgTable(
  'shift_handovers',
  {
    handoverId: text('handover_id').primaryKey(),
    role: text('role').$type<Role>().notNull(),
    divisionCode: text('division_code').notNull(),
    departmentId: text('department_id'),
    fromId: text('from_id').notNull(),
    toId: text('to_id'),
    cases: jsonb('cases').$type<OpenWork['cases']>().notNull(),
    isMore: boolean('is_more').notNull(),
    counts: jsonb('counts').$type<OpenWork['counts']>().notNull(),
    notes: text('notes').notNull(),
    handedAt: instant('handed_at').notNull(),
    state: text('state').$type<'waiting' | 'taken' | 'withdrawn'>().notNull(),
    takenById: text('taken_by_id'),
    remark: text('remark'),
    endedAt: instant('ended_at'),
    version: integer('version').notNull(),
  },
  (table) => [
    index('shift_handovers_post').on(table.role, table.divisionCode, table.handedAt.desc()),
    index('shift_handovers_waiting').on(table.role, table.divisionCode).where(sql`state = 'waiting'`),
  ],
);

export type ShiftHandoverRow = RowOf<typeof shiftHandovers>;
