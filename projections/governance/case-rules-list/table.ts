import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CaseRulesPublished } from '../../../src/governance/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

/** Every version: a case keeps the one that it was reported under. */
export const caseRules = pgTable(
  'case_rules',
  {
    rulesId: text('rules_id').notNull(),
    version: integer('version').notNull(),
    definition: jsonb('definition').$type<CaseRulesPublished['data']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.rulesId, table.version] })],
);

export type CaseRulesRow = RowOf<typeof caseRules>;
