import type { DivisionBoundaryDefined, GridDefined, Point } from './events.ts';
import { createSpatialIndex } from './spatial-index.ts';

export interface LocatedDivision {
  /** Today's county code, or the 4-digit city code where the polygon cannot tell the county. */
  readonly code: string;
  readonly name: string;
  readonly approximate: boolean;
}

export interface LocatedGrid {
  readonly code: string;
  readonly name: string;
  readonly divisionCode: string;
  readonly workerId: string | null;
}

/** Which county and which duty grid a point lies in (WGS 84 / CGCS2000, degrees); null outside all of them. */
export interface Locator {
  divisionOf(point: Point): LocatedDivision | null;
  gridOf(point: Point): LocatedGrid | null;
}

export interface LocatorInput {
  readonly boundaries: readonly Pick<
    DivisionBoundaryDefined['data'],
    'code' | 'name' | 'geometry' | 'approximate'
  >[];
  readonly grids: readonly Pick<
    GridDefined['data'],
    'code' | 'name' | 'divisionCode' | 'workerId' | 'geometry'
  >[];
  /** Today's division for abolished county codes (`successorCodes`); without an entry the city stands in. */
  readonly successors?: ReadonlyMap<string, string>;
  /** Names of divisions by code, for those that stand in. */
  readonly names?: ReadonlyMap<string, string>;
}

export const createLocator = (input: LocatorInput): Locator => {
  const today = (code: string, name: string, approximate: boolean): LocatedDivision => {
    if (!approximate) return { code, name, approximate };
    const successor = input.successors?.get(code) ?? code.slice(0, 4);
    return { code: successor, name: input.names?.get(successor) ?? name, approximate };
  };
  const counties = createSpatialIndex(
    input.boundaries.map(({ code, name, geometry, approximate }) => ({
      code,
      geometry,
      located: today(code, name, approximate),
    })),
  );
  const grids = createSpatialIndex(
    input.grids.map(({ code, name, divisionCode, workerId, geometry }) => ({
      code,
      geometry,
      located: { code, name, divisionCode, workerId },
    })),
  );
  return {
    divisionOf: ({ lon, lat }) => counties.locate(lon, lat)?.located ?? null,
    gridOf: ({ lon, lat }) => grids.locate(lon, lat)?.located ?? null,
  };
};
