import type { Steps } from '../platform/turns.ts';
import { areaContains, flattenArea } from './containment.ts';
import { boundsOf } from './geometry.ts';
import { MARGIN, pointsIn } from './grid-division.ts';
import { createSpatialIndex, type IndexedArea } from './spatial-index.ts';

/** `code` is a grid of a file, `other` one of the same file or one that stands already. */
export interface GridOverlap {
  readonly code: string;
  readonly other: string;
}

const lieOver = (a: IndexedArea, b: IndexedArea): boolean => {
  const area = flattenArea(b.geometry);
  const points = pointsIn(a.geometry);
  return points.filter(({ lon, lat }) => areaContains(area, lon, lat)).length / points.length > MARGIN;
};

/**
 * Duty grids do not lie over each other: names each pair of which one lies over more than a margin of the other, a grid a step.
 * Borders are drawn by hand, so they may differ by a little.
 */
export function* findOverlaps(
  drawn: readonly IndexedArea[],
  existing: readonly IndexedArea[],
): Steps<readonly GridOverlap[]> {
  const codes = new Set(drawn.map(({ code }) => code));
  const all = [...drawn, ...existing.filter(({ code }) => !codes.has(code))];
  const order = new Map(all.map(({ code }, n) => [code, n]));
  const index = createSpatialIndex(all);
  const overlaps: GridOverlap[] = [];
  for (const grid of drawn) {
    yield;
    for (const other of index.near(boundsOf(grid.geometry)))
      if (order.get(other.code)! > order.get(grid.code)! && (lieOver(grid, other) || lieOver(other, grid)))
        overlaps.push({ code: grid.code, other: other.code });
  }
  return overlaps;
}
