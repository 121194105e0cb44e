import type { Point } from './map-view.tsx';

const EARTH_M = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres between two points; over a few kilometres the earth is flat. */
export const metresBetween = (one: Point, other: Point): number => {
  const north = radians(other.lat - one.lat);
  const east = radians(other.lon - one.lon) * Math.cos(radians((one.lat + other.lat) / 2));
  return Math.hypot(north, east) * EARTH_M;
};
