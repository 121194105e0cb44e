import Flatbush from 'flatbush';
import { areaContains, flattenArea } from './containment.ts';
import type { AreaGeometry } from './events.ts';
import { type BoundingBox, boundsOf } from './geometry.ts';

export interface IndexedArea {
  readonly code: string;
  readonly geometry: AreaGeometry;
}

export interface SpatialIndex<Area extends IndexedArea> {
  /**
   * The area that holds a point (degrees), or null. A point on a border that areas share, or where areas overlap,
   * belongs to the one with the lowest code.
   */
  locate(lon: number, lat: number): Area | null;
  /** Areas of which the box touches this one. */
  near(box: BoundingBox): readonly Area[];
}

/** In-memory index over areas: boxes in an R-tree, then the exact polygon. A look-up takes microseconds. */
export const createSpatialIndex = <Area extends IndexedArea>(areas: readonly Area[]): SpatialIndex<Area> => {
  if (areas.length === 0) return { locate: () => null, near: () => [] };
  const sorted = [...areas].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  const shapes = sorted.map((area) => flattenArea(area.geometry));
  const tree = new Flatbush(sorted.length);
  for (const area of sorted) {
    const box = boundsOf(area.geometry);
    tree.add(box.west, box.south, box.east, box.north);
  }
  tree.finish();
  return {
    locate: (lon, lat) => {
      let best = sorted.length;
      tree.search(lon, lat, lon, lat, (index) => {
        if (index < best && areaContains(shapes[index]!, lon, lat)) best = index;
        return false;
      });
      return sorted[best] ?? null;
    },
    near: ({ west, south, east, north }) =>
      tree.search(west, south, east, north).map((index) => sorted[index]!),
  };
};
