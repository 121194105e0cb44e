import type { Point } from '../../geography/index.ts';

const METERS_PER_DEGREE = 111_320;
/** Middle of the province: elsewhere in it the squares are up to 4 % wider or narrower. */
const LATITUDE = 37.5;
/** About ten metres. */
const DIGITS = 4;

export interface Area {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const stepsOf = (meters: number) => ({
  lat: meters / METERS_PER_DEGREE,
  lon: meters / (METERS_PER_DEGREE * Math.cos((LATITUDE * Math.PI) / 180)),
});
const rounded = (degrees: number): number => Number(degrees.toFixed(DIGITS));
const middle = (degrees: number, step: number): number => (Math.floor(degrees / step) + 0.5) * step;

/** The middle of the square in which a place is: all places of a square are shown as the same. */
export const blurred = ({ lon, lat }: Point, meters: number): Point => {
  const step = stepsOf(meters);
  return { lon: rounded(middle(lon, step.lon)), lat: rounded(middle(lat, step.lat)) };
};

/**
 * The whole squares that touch an area around a point. Whether a place is in it does not depend on where in its square it is, so that no
 * series of requests finds out more than its square.
 */
export const wholeSquaresAround = ({ lon, lat }: Point, reachMeters: number, meters: number): Area => {
  const step = stepsOf(meters);
  const reach = stepsOf(reachMeters);
  const down = (degrees: number, size: number) => Math.floor(degrees / size) * size;
  const up = (degrees: number, size: number) => Math.ceil(degrees / size) * size;
  return {
    west: down(lon - reach.lon, step.lon),
    south: down(lat - reach.lat, step.lat),
    east: up(lon + reach.lon, step.lon),
    north: up(lat + reach.lat, step.lat),
  };
};
