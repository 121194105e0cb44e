import { cellsAround } from '../../../src/governance/duplicates/cells.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { CaseSearchRow } from './table.ts';

export interface OpenCaseNearby extends CaseSearchRow {
  parent_id: string | null;
}

export interface NearbyRequest {
  readonly lon: number;
  readonly lat: number;
  readonly reachM: number;
  /** Cases reported since then; ISO 8601. */
  readonly since: string;
  readonly limit: number;
}

/** Open cases around a point, nearest first, each with the case that it is linked to. */
export const openCasesNearby = (sql: Sql, { lon, lat, reachM, since, limit }: NearbyRequest) => {
  const { box, cells } = cellsAround({ lon, lat }, reachM);
  const shrink = Math.cos((lat * Math.PI) / 180);
  return sql<OpenCaseNearby>`
    select s.*, l.parent_id from case_search s
    left join case_links l on l.child_id = s.case_id and l.state = 'linked'
    where s.open and s.cell = any(${cells}::bigint[]) and s.reported_at >= ${since}
      and s.lon between ${box.west} and ${box.east} and s.lat between ${box.south} and ${box.north}
    order by ((s.lon - ${lon}::float8) * ${shrink}::float8) ^ 2 + (s.lat - ${lat}::float8) ^ 2, s.case_id
    limit ${limit}`;
};

export const findSearchRow = async (sql: Sql, caseId: string): Promise<CaseSearchRow | undefined> => {
  const [row] = await sql<CaseSearchRow>`select * from case_search where case_id = ${caseId}`;
  return row;
};

export const findSearchRows = (sql: Sql, caseIds: readonly string[]) =>
  sql<CaseSearchRow>`select * from case_search where case_id = any(${caseIds as string[]}::text[])`;
