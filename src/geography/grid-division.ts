import { areaContains, flattenArea } from './containment.ts';
import { divisionCovers } from './division-code.ts';
import type { AreaGeometry, Point } from './events.ts';
import { polygonsOf } from './geometry.ts';
import { interiorPoint } from './interior-point.ts';
import type { LocatedDivision } from './locator.ts';

/** `outside`: the grid lies in another division. `doubtful`: as far as boundaries that are not exact can tell, or by a margin. */
export type GridPlacement = 'inside' | 'doubtful' | 'outside';

/** Points per side of the raster that is laid over a grid. */
const RASTER = 4;
/** Share of a grid that may lie beyond the boundary of its division: both are drawn by hand. */
export const MARGIN = 0.1;

const rasterOf = (geometry: AreaGeometry): Point[] => {
  const ring = polygonsOf(geometry).flatMap((rings) => rings[0]!);
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  const low = { lon: lons.reduce((a, b) => Math.min(a, b)), lat: lats.reduce((a, b) => Math.min(a, b)) };
  const high = { lon: lons.reduce((a, b) => Math.max(a, b)), lat: lats.reduce((a, b) => Math.max(a, b)) };
  const area = flattenArea(geometry);
  const along = (from: number, to: number, n: number) => from + ((to - from) * (n + 0.5)) / RASTER;
  return Array.from({ length: RASTER * RASTER }, (_, n) => ({
    lon: along(low.lon, high.lon, n % RASTER),
    lat: along(low.lat, high.lat, Math.floor(n / RASTER)),
  })).filter(({ lon, lat }) => areaContains(area, lon, lat));
};

/** Points of a grid: one that is surely inside it, and those of the raster. */
export const pointsIn = (geometry: AreaGeometry): readonly Point[] => [
  interiorPoint(geometry),
  ...rasterOf(geometry),
];

/** Does a grid lie in the division that it names? Looked at by a point inside it and a raster over it. */
export const gridPlacement = (
  { divisionCode, geometry }: { readonly divisionCode: string; readonly geometry: AreaGeometry },
  divisionOf: (point: Point) => LocatedDivision | null,
): GridPlacement => {
  const points = pointsIn(geometry);
  let [foreign, doubtful] = [0, 0];
  for (const point of points) {
    const located = divisionOf(point);
    const fits =
      located !== null &&
      (divisionCovers(divisionCode, located.code) || divisionCovers(located.code, divisionCode));
    if (fits) continue;
    if (located === null || located.approximate) doubtful += 1;
    else foreign += 1;
  }
  if (foreign / points.length > MARGIN) return 'outside';
  return foreign + doubtful > 0 ? 'doubtful' : 'inside';
};
