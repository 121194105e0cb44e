import type { AreaShape } from '../../shared/map/plane.ts';

/** Middle of the box around an area: near enough to begin with. */
export const middleOfArea = ({
  coordinates,
}: Pick<AreaShape, 'coordinates'>): { lon: number; lat: number } => {
  let [west, east, south, north] = [180, -180, 90, -90];
  const look = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    if (typeof part[0] !== 'number') {
      part.forEach(look);
      return;
    }
    const [lon, lat] = part as [number, number];
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  };
  look(coordinates);
  return { lon: (west + east) / 2, lat: (south + north) / 2 };
};
