import type { Sql } from '../platform/sql.ts';

/** A range of positions whose ageing events are in the archive. */
export interface ArchivedRange {
  readonly first: number;
  readonly last: number;
  readonly events: number;
  readonly sha256: string;
  readonly state: 'archived' | 'dropped' | 'restored';
  readonly archivedAt: string;
}

/** In order of position. */
export const listArchives = async (sql: Sql): Promise<ArchivedRange[]> => {
  const rows = await sql<Omit<ArchivedRange, 'first' | 'last'> & { first: string; last: string }>`
    select first_position as first, last_position as last, events, sha256, state, archived_at as "archivedAt"
    from log_archives order by first_position`;
  return rows.map((row) => ({ ...row, first: Number(row.first), last: Number(row.last) }));
};

export const findArchive = async (sql: Sql, first: number): Promise<ArchivedRange | undefined> =>
  (await listArchives(sql)).find((range) => range.first === first);
