// By hand: look-ups walk flat arrays that are made once; turf reads GeoJSON at each of them.
import type { AreaGeometry, Ring } from './events.ts';
import { polygonsOf } from './geometry.ts';

/** A ring as x, y, x, y … in one block of memory: look-ups walk it without touching objects. */
export type FlatRing = Float64Array;
export type FlatArea = readonly (readonly FlatRing[])[];

export const flattenRing = (ring: Ring): FlatRing => Float64Array.from(ring.flat());

export const flattenArea = (geometry: AreaGeometry): FlatArea =>
  polygonsOf(geometry).map((rings) => rings.map(flattenRing));

export type Side = 'inside' | 'border' | 'outside';

/**
 * Where a point lies to a closed ring (even-odd rule).
 *
 * Each edge is taken from its lower to its upper end whichever way the ring runs, so that two neighbours that share an
 * edge compute the very same number for it: a point beside the border can then not fall into both, or into neither, by
 * rounding.
 */
export const sideOfRing = (ring: FlatRing, x: number, y: number): Side => {
  let inside = false;
  let x2 = ring[0]!;
  let y2 = ring[1]!;
  for (let i = 2; i < ring.length; i += 2) {
    const x1 = x2;
    const y1 = y2;
    x2 = ring[i]!;
    y2 = ring[i + 1]!;
    if (y1 > y && y2 > y) continue;
    if (y1 < y && y2 < y) continue;
    if (y1 === y2) {
      if (y1 === y && (x1 <= x ? x2 >= x : x2 <= x)) return 'border';
      continue;
    }
    const upwards = y1 < y2;
    const lowX = upwards ? x1 : x2;
    const lowY = upwards ? y1 : y2;
    const highX = upwards ? x2 : x1;
    const highY = upwards ? y2 : y1;
    const turn = (highX - lowX) * (y - lowY) - (x - lowX) * (highY - lowY);
    if (turn === 0) return 'border';
    // An edge owns its lower end and not its upper one, so a ray through a vertex counts once.
    if (turn > 0 && y < highY) inside = !inside;
  }
  return inside ? 'inside' : 'outside';
};

const sideOfPolygon = (rings: readonly FlatRing[], x: number, y: number): Side => {
  const outer = sideOfRing(rings[0]!, x, y);
  if (outer !== 'inside') return outer;
  for (let i = 1; i < rings.length; i++) {
    const hole = sideOfRing(rings[i]!, x, y);
    if (hole === 'border') return 'border';
    if (hole === 'inside') return 'outside';
  }
  return 'inside';
};

/** Does the area hold the point? Its border, and the border of its holes, belong to it. */
export const areaContains = (area: FlatArea, lon: number, lat: number): boolean => {
  for (const rings of area) {
    if (sideOfPolygon(rings, lon, lat) !== 'outside') return true;
  }
  return false;
};
