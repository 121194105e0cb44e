// By hand: thirty lines of a published formula; the packages that have them bring six other systems of coordinates along.

interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

/** Krasovsky 1940: semi-major axis in metres, and the square of its eccentricity. */
const AXIS = 6_378_245;
const ECCENTRICITY = 0.006_693_421_622_965_943;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

type Wave = readonly [height: number, turns: number];
const sumOf = (at: number, waves: readonly Wave[]): number =>
  waves.reduce((sum, [height, turns]) => sum + height * Math.sin(at * Math.PI * turns), 0) * (2 / 3);

const RIPPLE: readonly Wave[] = [
  [20, 6],
  [20, 2],
];
const NORTHWARD: readonly Wave[] = [
  [20, 1],
  [40, 1 / 3],
  [160, 1 / 12],
  [320, 1 / 30],
];
const EASTWARD: readonly Wave[] = [
  [20, 1],
  [40, 1 / 3],
  [150, 1 / 12],
  [300, 1 / 30],
];

const northward = (x: number, y: number): number =>
  -100 +
  2 * x +
  3 * y +
  0.2 * y * y +
  0.1 * x * y +
  0.2 * Math.sqrt(Math.abs(x)) +
  sumOf(x, RIPPLE) +
  sumOf(y, NORTHWARD);

const eastward = (x: number, y: number): number =>
  300 +
  x +
  2 * y +
  0.1 * x * x +
  0.1 * x * y +
  0.1 * Math.sqrt(Math.abs(x)) +
  sumOf(x, RIPPLE) +
  sumOf(x, EASTWARD);

/** Beyond these the maps of China are not shifted. */
const isInChina = ({ lon, lat }: LonLat): boolean =>
  lon > 72.004 && lon < 137.8347 && lat > 0.8293 && lat < 55.8271;

/**
 * A point of WGS 84 as the maps of Chinese providers draw it (GCJ-02), hundreds of metres off. For what is handed over to them and for
 * nothing else: everything here is WGS 84.
 */
export const toGcj02 = (point: LonLat): LonLat => {
  if (!isInChina(point)) return point;
  const [x, y] = [point.lon - 105, point.lat - 35];
  const sine = Math.sin(radians(point.lat));
  const flat = 1 - ECCENTRICITY * sine * sine;
  const alongMeridian = (AXIS * (1 - ECCENTRICITY)) / (flat * Math.sqrt(flat));
  const alongParallel = (AXIS / Math.sqrt(flat)) * Math.cos(radians(point.lat));
  return {
    lon: point.lon + (eastward(x, y) / alongParallel) * (180 / Math.PI),
    lat: point.lat + (northward(x, y) / alongMeridian) * (180 / Math.PI),
  };
};
