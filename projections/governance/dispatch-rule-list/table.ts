import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { DispatchRulesPublished } from '../../../src/governance/dispatch/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

/** Every version of the ordered set of dispatch rules; the highest counts. */
export const dispatchRuleSets = pgTable('dispatch_rule_sets', {
  key: text('key').primaryKey(),
  version: integer('version').notNull(),
  publishedAt: text('published_at').notNull(),
  publishedBy: text('published_by').notNull(),
  definition: jsonb('definition').$type<DispatchRulesPublished['data']>().notNull(),
});

export type DispatchRuleSetRow = RowOf<typeof dispatchRuleSets>;
