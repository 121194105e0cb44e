import type { InferSelectModel } from 'drizzle-orm';
import { type PgTable, timestamp } from 'drizzle-orm/pg-core';

/** A row of a table as returned by `select *`: by the column names in the database. */
export type RowOf<Table extends PgTable> = InferSelectModel<Table, { dbColumnNames: true }>;

/** A point in time, in rows ISO 8601 UTC text with milliseconds. */
export const instant = <Name extends string>(name: Name) =>
  timestamp(name, { withTimezone: true, mode: 'string' });
