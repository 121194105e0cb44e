import type { AreaGeometry, Point, Ring } from './events.ts';
import { polygonsOf, signedArea2 } from './geometry.ts';

const crossings = (rings: readonly Ring[], y: number): number[] => {
  const found: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1]!;
      const [x2, y2] = ring[i]!;
      if (y1 > y !== y2 > y) found.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
    }
  }
  return found.sort((a, b) => a - b);
};

/**
 * A point well inside an area, unlike its centroid also for crescents and areas with holes: the middle of the widest
 * stretch on a line across its largest polygon.
 */
export const interiorPoint = (geometry: AreaGeometry): Point => {
  const area = (rings: readonly Ring[]): number => Math.abs(signedArea2(rings[0]!));
  const largest = polygonsOf(geometry).reduce((a, b) => (area(b) > area(a) ? b : a));
  const latitudes = [...new Set(largest[0]!.map(([, lat]) => lat))].sort((a, b) => a - b);
  // Between two neighbouring latitudes of vertices, so that the line meets no vertex of the outer ring.
  const middle = Math.max(1, Math.floor(latitudes.length / 2));
  const lat = (latitudes[middle - 1]! + latitudes[middle]!) / 2;
  const xs = crossings(largest, lat);
  let best = { lon: xs[0]!, width: -1 };
  for (let i = 1; i < xs.length; i += 2) {
    const width = xs[i]! - xs[i - 1]!;
    if (width > best.width) best = { lon: (xs[i]! + xs[i - 1]!) / 2, width };
  }
  return { lon: best.lon, lat };
};
