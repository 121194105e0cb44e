import { rounded } from './rounded.ts';

/** A point of the earth, WGS 84. */
export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}
/** Metres to the east and to the south of an origin. */
export interface XY {
  readonly x: number;
  readonly y: number;
}

const METRES_PER_DEGREE = 111_320;

export interface Plane {
  readonly toPlane: (point: LonLat) => XY;
  readonly toPlace: (at: XY) => LonLat;
}

/** The surroundings of a point laid flat: over the width of a city what is far off is wrong by less than a line is wide. */
export const planeAround = ({ lon, lat }: LonLat): Plane => {
  const eastward = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return {
    toPlane: (point) => ({ x: (point.lon - lon) * eastward, y: (lat - point.lat) * METRES_PER_DEGREE }),
    toPlace: ({ x, y }) => ({ lon: rounded(lon + x / eastward), lat: rounded(lat - y / METRES_PER_DEGREE) }),
  };
};

export interface AreaShape {
  readonly type: 'Polygon' | 'MultiPolygon';
  readonly coordinates: readonly unknown[];
}
type Ring = readonly (readonly number[])[];

const ringsOf = ({ type, coordinates }: AreaShape): readonly Ring[] =>
  type === 'Polygon'
    ? (coordinates as readonly Ring[])
    : (coordinates as readonly (readonly Ring[])[]).flat();

export interface Bounds {
  readonly west: number;
  readonly east: number;
  readonly north: number;
  readonly south: number;
}

const NOWHERE: Bounds = {
  west: Number.POSITIVE_INFINITY,
  east: Number.NEGATIVE_INFINITY,
  north: Number.POSITIVE_INFINITY,
  south: Number.NEGATIVE_INFINITY,
};

/** The box around points of a plane; undefined around none. */
export const boundsOf = (points: readonly XY[]): Bounds | undefined => {
  let { west, east, north, south } = NOWHERE;
  for (const { x, y } of points) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return points.length === 0 ? undefined : { west, east, north, south };
};

export const middleOf = ({ west, east, north, south }: Bounds): XY => ({
  x: (west + east) / 2,
  y: (north + south) / 2,
});

/** Middle of the box around an area; undefined for one without points. */
export const middleOfShape = (shape: AreaShape): LonLat | undefined => {
  const bounds = boundsOf(
    ringsOf(shape)
      .flat()
      .map(([lon, lat]) => ({ x: lon!, y: lat! })),
  );
  if (bounds === undefined) return undefined;
  const { x, y } = middleOf(bounds);
  return { lon: x, lat: y };
};

export interface FlatShape {
  /** For the `d` of an SVG path, in metres. */
  readonly path: string;
  readonly bounds: Bounds;
}

/** An area as a path; undefined for one without points. */
export const flatShape = (shape: AreaShape, { toPlane }: Plane): FlatShape | undefined => {
  const rings = ringsOf(shape).map((ring) => ring.map(([lon, lat]) => toPlane({ lon: lon!, lat: lat! })));
  const bounds = boundsOf(rings.flat());
  if (bounds === undefined) return undefined;
  const path = rings
    .map((ring) => `M${ring.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`)
    .join('');
  return { path, bounds };
};
