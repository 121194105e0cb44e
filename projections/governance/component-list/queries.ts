import { boundsAround, metresBetween, type Point } from '../../../src/geography/index.ts';
import type { ComponentState } from '../../../src/governance/components/events.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
import type { ComponentRow } from './table.ts';

export interface ComponentFilter {
  /** West, south, east, north, in degrees. */
  readonly bbox?: readonly [number, number, number, number];
  readonly divisionPrefix?: string;
  readonly gridCode?: string;
  readonly codeSetId?: string;
  readonly majorCode?: string;
  readonly minorCode?: string;
  readonly state?: ComponentState;
  readonly text?: string;
}

const scoped = (sql: Sql, scopes: readonly Scope[]) => scopeClause(sql, scopes, { hasDepartment: false });

/** By component id. Removed components are shown only when they are asked for. */
export const listComponents = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: ComponentFilter,
  request: PageRequest,
): Promise<Page<ComponentRow>> => {
  const { bbox } = filter;
  const page = pageBy<ComponentRow>(sql, request, { id: 'component_id' });
  const rows = await sql<ComponentRow>`
    select * from components where (${scoped(sql, scopes)})
    ${filter.state ? sql`and state = ${filter.state}` : sql`and state <> 'removed'`}
    ${bbox ? sql`and lat between ${bbox[1]} and ${bbox[3]} and lon between ${bbox[0]} and ${bbox[2]}` : sql``}
    ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ${filter.gridCode ? sql`and grid_code = ${filter.gridCode}` : sql``}
    ${filter.codeSetId ? sql`and code_set_id = ${filter.codeSetId}` : sql``}
    ${filter.majorCode ? sql`and major_code = ${filter.majorCode}` : sql``}
    ${filter.minorCode ? sql`and minor_code = ${filter.minorCode}` : sql``}
    ${filter.text ? sql`and (position(${filter.text} in name) > 0 or position(${filter.text} in address) > 0)` : sql``}
    ${page.rest}`;
  return page.of(rows);
};

export interface NearestQuery {
  readonly point: Point;
  /** Radius. */
  readonly metres: number;
  readonly limit: number;
  readonly codeSetId?: string;
  readonly majorCode?: string;
  readonly minorCode?: string;
}

/** Standing components within a radius, nearest first. */
export const nearestComponents = async (
  sql: Sql,
  scopes: readonly Scope[],
  query: NearestQuery,
): Promise<readonly (ComponentRow & { readonly metres: number })[]> => {
  const { point, metres } = query;
  const box = boundsAround(point, metres);
  // Degrees of longitude are shorter than those of latitude; within a few kilometres a plane will do for the order.
  const narrow = Math.cos((point.lat * Math.PI) / 180);
  const rows = await sql<ComponentRow>`
    select * from components where (${scoped(sql, scopes)}) and state <> 'removed'
    and lat between ${box.south} and ${box.north} and lon between ${box.west} and ${box.east}
    ${query.codeSetId ? sql`and code_set_id = ${query.codeSetId}` : sql``}
    ${query.majorCode ? sql`and major_code = ${query.majorCode}` : sql``}
    ${query.minorCode ? sql`and minor_code = ${query.minorCode}` : sql``}
    order by power(lat - ${point.lat}, 2) + power((lon - ${point.lon}) * ${narrow}::float8, 2), component_id
    limit ${query.limit}`;
  return rows
    .map((row) => ({ ...row, metres: Math.round(metresBetween(point, row) * 10) / 10 }))
    .filter((row) => row.metres <= metres);
};

export const findComponent = async (sql: Sql, componentId: string): Promise<ComponentRow | undefined> => {
  const [row] = await sql<ComponentRow>`select * from components where component_id = ${componentId}`;
  return row;
};
