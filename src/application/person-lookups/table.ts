import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RowOf } from '../../platform/columns.ts';

/** Numbers by which a person can be found: keyed digests, which are erased with the person's key. */
export const personLookups = pgTable(
  'person_lookups',
  {
    digest: text('digest').notNull(),
    personId: text('person_id').notNull(),
    keyId: text('key_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.digest, table.personId, table.keyId] }),
    index('person_lookups_person').on(table.personId),
  ],
);

export type PersonLookupRow = RowOf<typeof personLookups>;
