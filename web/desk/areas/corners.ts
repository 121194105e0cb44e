import type { Schemas } from '../../shared/api.ts';
import { rounded } from '../../shared/map/rounded.ts';
import type { Point } from '../map/map-view.tsx';

export type Area = Schemas['Area'];

/** A corner of a border that is being drawn: the same one wherever it is moved. */
export interface Corner extends Point {
  readonly id: string;
}
export const newCorner = (point: Point): Corner => ({ ...point, id: crypto.randomUUID() });

/** A step of an arrow key: about a metre; with Shift ten times as far. */
export const STEP = 0.00001;
export const LONG_STEP = STEP * 10;
const SHORTEST = 3;

const polygonsOf = (area: Area): number[][][][] =>
  area.type === 'Polygon' ? [area.coordinates] : area.coordinates;

/** The corners of the outer border of an area, the first not again at its end. */
export const cornersOf = (area: Area | undefined): readonly Point[] =>
  area === undefined
    ? []
    : polygonsOf(area)[0]![0]!
        .slice(0, -1)
        .map(([lon, lat]) => ({ lon: lon!, lat: lat! }));

/** An area with these corners; holes and further parts of the one before stay. Undefined below three corners. */
export const areaOf = (corners: readonly Point[], before: Area | undefined): Area | undefined => {
  if (corners.length < SHORTEST) return undefined;
  const ring = [...corners, corners[0]!].map(({ lon, lat }) => [lon, lat]);
  const [first, ...further] = before === undefined ? [[]] : polygonsOf(before);
  const polygon = [ring, ...first!.slice(1)];
  return further.length === 0
    ? { type: 'Polygon', coordinates: polygon }
    : { type: 'MultiPolygon', coordinates: [polygon, ...further] };
};

export const withCorner = <P extends Point>(corners: readonly P[], n: number, point: Point): readonly P[] =>
  corners.map((corner, i) => (i === n ? { ...corner, ...point } : corner));

export const withoutCorner = <P extends Point>(corners: readonly P[], n: number): readonly P[] =>
  corners.filter((_corner, i) => i !== n);

/** One more, in the middle between a corner and the next. */
export const withCornerAfter = <P extends Point>(
  corners: readonly P[],
  n: number,
  made: (point: Point) => P,
): readonly P[] => {
  const [one, next] = [corners[n]!, corners[(n + 1) % corners.length]!];
  const middle = { lon: rounded((one.lon + next.lon) / 2), lat: rounded((one.lat + next.lat) / 2) };
  return [...corners.slice(0, n + 1), made(middle), ...corners.slice(n + 1)];
};

const DIRECTIONS: Readonly<Record<string, readonly [east: number, north: number]>> = {
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** Where an arrow key moves a point; undefined for other keys. */
export const movedBy = ({ lon, lat }: Point, key: string, step: number): Point | undefined => {
  const direction = DIRECTIONS[key];
  if (direction === undefined) return undefined;
  return { lon: rounded(lon + direction[0] * step), lat: rounded(lat + direction[1] * step) };
};
