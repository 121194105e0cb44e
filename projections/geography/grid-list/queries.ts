import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import type { GridRow } from './table.ts';

export const findGrid = async (sql: Sql, code: string): Promise<GridRow | undefined> => {
  const [row] = await sql<GridRow>`select * from grids where code = ${code} and not removed`;
  return row;
};

/** Of these codes, removed ones too. */
export const findGridsEvenRemoved = (sql: Sql, codes: readonly string[]): PromiseLike<readonly GridRow[]> =>
  sql<GridRow>`select * from grids where code = any(${codes}::text[])`;

/** A grid, also a removed one. */
export const findGridEvenRemoved = async (sql: Sql, code: string): Promise<GridRow | undefined> =>
  (await findGridsEvenRemoved(sql, [code]))[0];

/** By code. */
export const listGrids = async (
  sql: Sql,
  divisionPrefix: string,
  request: PageRequest,
): Promise<Page<GridRow>> => {
  const page = pageBy<GridRow>(sql, request, { id: 'code' });
  return page.of(
    await sql<GridRow>`
      select * from grids where not removed and starts_with(division_code, ${divisionPrefix}) ${page.rest}`,
  );
};

/** Of cities, by the four digits of their codes. */
export const listGridsOfCities = (sql: Sql, cities: readonly string[]): PromiseLike<readonly GridRow[]> =>
  sql<GridRow>`select * from grids where not removed and left(division_code, 4) = any(${cities}::text[])`;

export const loadGrids = (sql: Sql): PromiseLike<readonly GridRow[]> =>
  sql<GridRow>`select * from grids where not removed`;
