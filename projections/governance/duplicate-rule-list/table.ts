import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { DuplicateRules } from '../../../src/governance/duplicates/rules.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

export const duplicateRules = pgTable('duplicate_rules', {
  rulesId: text('rules_id').primaryKey(),
  version: integer('version').notNull(),
  definition: jsonb('definition').$type<DuplicateRules>().notNull(),
});

export type DuplicateRulesRow = RowOf<typeof duplicateRules>;
