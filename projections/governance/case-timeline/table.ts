import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CaseEvent } from '../../../src/governance/events.ts';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

export const caseTimeline = pgTable(
  'case_timeline',
  {
    caseId: text('case_id').notNull(),
    version: integer('version').notNull(),
    type: text('type').$type<CaseEvent['type']>().notNull(),
    at: instant('at').notNull(),
    /** `user:{id}`, `process:{name}` … */
    actor: text('actor').notNull(),
    data: jsonb('data').$type<CaseEvent['data']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.version] })],
);

export type CaseTimelineRow = RowOf<typeof caseTimeline>;
