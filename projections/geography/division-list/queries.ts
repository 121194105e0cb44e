import type { AreaGeometry, DivisionLevel } from '../../../src/geography/events.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { DivisionRow } from './table.ts';

export const listDivisionNames = (sql: Sql): PromiseLike<readonly Pick<DivisionRow, 'code' | 'name'>[]> =>
  sql<DivisionRow>`select code, name from divisions where level is not null`;

export interface ChildDivision extends Pick<DivisionRow, 'code' | 'name' | 'parent'> {
  readonly level: DivisionLevel;
  readonly hasBoundary: boolean;
}

export const listChildDivisions = (sql: Sql, parent: string): PromiseLike<readonly ChildDivision[]> =>
  sql<ChildDivision>`
    select code, name, level, parent, boundary is not null as "hasBoundary" from divisions
    where parent = ${parent} and level is not null order by code`;

export interface BoundedDivision extends DivisionRow {
  boundary: AreaGeometry;
}

/** Those whose boundary is known, in the whole province or below a prefix of codes. */
export const listBoundaries = (sql: Sql, prefix = ''): PromiseLike<readonly BoundedDivision[]> =>
  sql<BoundedDivision>`
    select * from divisions where boundary is not null and starts_with(code, ${prefix}) order by code`;

/** Whether there are divisions, and this is not one of them. */
export const isUnknownDivision = async (sql: Sql, code: string): Promise<boolean> => {
  const [row] = await sql<{ unknown: boolean }>`
    select exists (select from divisions) and not exists (select from divisions where code = ${code}) as unknown`;
  return row!.unknown;
};
