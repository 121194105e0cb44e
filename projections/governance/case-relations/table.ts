import { index, pgTable, text } from 'drizzle-orm/pg-core';
import type { LinkKind } from '../../../src/governance/events.ts';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

/** One row per case that is or was linked to another one: its latest link. */
export const caseLinks = pgTable(
  'case_links',
  {
    childId: text('child_id').primaryKey(),
    parentId: text('parent_id').notNull(),
    linkId: text('link_id').notNull(),
    kind: text('kind').$type<LinkKind>().notNull(),
    state: text('state').$type<'linked' | 'unlinked' | 'answered'>().notNull(),
    /** Why it was linked, or unlinked; the parent's closing opinion once it is answered. */
    reason: text('reason').notNull(),
    actor: text('actor').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [index('case_links_parent').on(table.parentId)],
);

export type CaseLinkRow = RowOf<typeof caseLinks>;
