import type { Point } from './events.ts';
import type { BoundingBox } from './geometry.ts';

/** Mean radius of the earth (IUGG), in metres. */
const EARTH_RADIUS_M = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Distance on the sphere in metres (haversine); within 0.5 % of the ellipsoid. */
export const metresBetween = (a: Point, b: Point): number => {
  const [lat, lon] = [radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2];
  const chord = Math.sin(lat) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(lon) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)));
};

/** A box that holds every point within so many metres; not for the poles and the date line. */
export const boundsAround = ({ lon, lat }: Point, metres: number): BoundingBox => {
  const high = (metres / EARTH_RADIUS_M) * (180 / Math.PI);
  const wide = high / Math.cos(radians(Math.abs(lat) + high));
  return { west: lon - wide, south: lat - high, east: lon + wide, north: lat + high };
};
