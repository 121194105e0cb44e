import type { Sql } from '../../platform/sql.ts';
import type { PersonLookupRow } from './table.ts';

/** People with the number of this digest. */
export const findPersonsByLookup = async (sql: Sql, digest: string): Promise<readonly string[]> => {
  const rows = await sql<Pick<PersonLookupRow, 'person_id'>>`
    select distinct person_id from person_lookups where digest = ${digest} order by 1`;
  return rows.map(({ person_id: personId }) => personId);
};

/** Existing rows remain unchanged. */
export const addPersonLookups = async (sql: Sql, rows: readonly PersonLookupRow[]): Promise<void> => {
  if (rows.length === 0) return;
  await sql`
    insert into person_lookups (digest, person_id, key_id)
    select * from unnest(
      ${rows.map((row) => row.digest)}::text[],
      ${rows.map((row) => row.person_id)}::text[],
      ${rows.map((row) => row.key_id)}::text[])
    on conflict do nothing`;
};

/** The person can no longer be found by data sealed with this key. */
export const dropPersonLookups = async (sql: Sql, personId: string, keyId: string): Promise<void> => {
  await sql`delete from person_lookups where person_id = ${personId} and key_id = ${keyId}`;
};
