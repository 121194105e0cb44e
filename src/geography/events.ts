import type { DomainEvent } from '../event-store/event-store.ts';

export type Ring = readonly (readonly [lon: number, lat: number])[];

/** GeoJSON geometry (RFC 7946), longitude before latitude, CGCS2000 taken as WGS 84. */
export type AreaGeometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] };

export interface Point {
  readonly lon: number;
  readonly lat: number;
}

export type DivisionLevel = 'province' | 'city' | 'county' | 'township' | 'village';

/** Stream `division-{code}`. `code` is the statistical code of 2, 4, 6, 9 or 12 digits. */
export type DivisionDefined = DomainEvent<
  'DivisionDefined',
  {
    readonly code: string;
    readonly name: string;
    readonly level: DivisionLevel;
    readonly parent: string | null;
    readonly source: string;
  }
>;

/** Stream `division-{code}`. */
export type DivisionBoundaryDefined = DomainEvent<
  'DivisionBoundaryDefined',
  {
    readonly code: string;
    readonly name: string;
    readonly geometry: AreaGeometry;
    /** True where the polygon belongs to an older division than today's: shown, and marked. */
    readonly approximate: boolean;
    readonly source: string;
  }
>;

/** Stream `grid-{code}`: a duty grid (责任网格). */
export type GridDefined = DomainEvent<
  'GridDefined',
  {
    readonly code: string;
    readonly name: string;
    /** Division that the grid lies in: township or county code. */
    readonly divisionCode: string;
    readonly geometry: AreaGeometry;
    /** User id of the grid worker on duty, if any. */
    readonly workerId: string | null;
    /** True for grids made by a generator and not surveyed. */
    readonly synthetic: boolean;
  }
>;

export type GridRemoved = DomainEvent<
  'GridRemoved',
  {
    readonly code: string;
    readonly reason: string;
    /** The grid that takes over what was open in it; cases keep the grid of their day. */
    readonly successorCode?: string;
  }
>;

export type GeographyEvent = DivisionDefined | DivisionBoundaryDefined | GridDefined | GridRemoved;
