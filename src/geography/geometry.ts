import type { AreaGeometry, Ring } from './events.ts';

export interface BoundingBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Box around Shanxi, a little wider than its counties: what lies outside is a typing error or another datum. */
export const SHANXI_BOUNDS: BoundingBox = { west: 110.2, south: 34.5, east: 114.6, north: 40.8 };

export const boxContains = (box: BoundingBox, lon: number, lat: number): boolean =>
  lon >= box.west && lon <= box.east && lat >= box.south && lat <= box.north;

export const boxesTouch = (one: BoundingBox, other: BoundingBox): boolean =>
  one.west <= other.east && one.east >= other.west && one.south <= other.north && one.north >= other.south;

export const polygonsOf = (geometry: AreaGeometry): readonly (readonly Ring[])[] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;

/** Smallest box around a geometry, in degrees. */
export const boundsOf = (geometry: AreaGeometry): BoundingBox => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const rings of polygonsOf(geometry)) {
    for (const [lon, lat] of rings[0] ?? []) {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  }
  return { west, south, east, north };
};

/** Twice the signed area in square degrees: positive for a counterclockwise ring. */
export const signedArea2 = (ring: Ring): number => {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1]!;
    const [x2, y2] = ring[i]!;
    sum += x1 * y2 - x2 * y1;
  }
  return sum;
};

const normaliseRing = (ring: Ring, counterclockwise: boolean): Ring => {
  const positions = ring
    .filter(([lon, lat], i) => i === 0 || lon !== ring[i - 1]![0] || lat !== ring[i - 1]![1])
    .map(([lon, lat]) => [lon, lat] as const);
  return signedArea2(positions) > 0 === counterclockwise ? positions : positions.reverse();
};

const normalisePolygon = (rings: readonly Ring[]): readonly Ring[] =>
  rings.map((ring, i) => normaliseRing(ring, i === 0));

/** The same area with outer rings counterclockwise, holes clockwise (RFC 7946 section 3.1.6) and no position twice in a row. */
export const normaliseGeometry = (geometry: AreaGeometry): AreaGeometry =>
  geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: normalisePolygon(geometry.coordinates) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(normalisePolygon) };

/** Border of a box, anticlockwise from its south-west corner. */
export const ringOf = ({ west, south, east, north }: BoundingBox): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
