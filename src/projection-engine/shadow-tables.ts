import type { Sql } from '../platform/sql.ts';

/** Schema in which read models are rebuilt in parallel to the ones in use, under the same table names. */
export const SHADOW_SCHEMA = 'rebuild';

const columnsOf = async (sql: Sql, schema: string, table: string): Promise<string> => {
  const [row] = await sql<{ columns: string | null }>`
    select string_agg(format('%s %s %s %s', attname, format_type(atttypid, atttypmod), attnotnull, attnum), ', ' order by attnum)
      as columns
    from pg_attribute
    where attrelid = to_regclass(format('%I.%I', ${schema}::text, ${table}::text)) and attnum > 0 and not attisdropped`;
  return row?.columns ?? '';
};

/** True if every shadow table exists and has the columns of the one in use: an interrupted rebuild can resume. */
export const hasShadows = async (sql: Sql, tables: readonly string[]): Promise<boolean> => {
  for (const table of tables) {
    const shadow = await columnsOf(sql, SHADOW_SCHEMA, table);
    if (shadow === '' || shadow !== (await columnsOf(sql, 'public', table))) return false;
  }
  return true;
};

/** Creates empty tables like those in use, with constraints and indexes of the same names. */
export const createShadows = async (sql: Sql, tables: readonly string[]): Promise<void> => {
  await sql.statement(`create schema if not exists "${SHADOW_SCHEMA}"`, []);
  for (const table of tables) {
    await sql.statement(`drop table if exists "${SHADOW_SCHEMA}"."${table}"`, []);
    await sql.statement(
      `create table "${SHADOW_SCHEMA}"."${table}" (like public."${table}" including all excluding indexes excluding constraints)`,
      [],
    );
    const constraints = await sql<{ name: string; definition: string }>`
      select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = to_regclass(format('public.%I', ${table}::text)) and contype in ('p', 'u', 'c')`;
    for (const { name, definition } of constraints) {
      await sql.statement(
        `alter table "${SHADOW_SCHEMA}"."${table}" add constraint "${name}" ${definition}`,
        [],
      );
    }
    const indexes = await sql<{ definition: string }>`
      select pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid = to_regclass(format('public.%I', ${table}::text))
        and not exists (select from pg_constraint where conindid = indexrelid)`;
    for (const { definition } of indexes) {
      await sql.statement(definition.replace(/ ON public\./, ` ON "${SHADOW_SCHEMA}".`), []);
    }
  }
};

/** Replaces the tables in use by the shadow tables. To be called within a transaction. */
export const exchangeShadows = async (tx: Sql, tables: readonly string[]): Promise<void> => {
  for (const table of tables) {
    await tx.statement(`drop table public."${table}"`, []);
    await tx.statement(`alter table "${SHADOW_SCHEMA}"."${table}" set schema public`, []);
  }
};
