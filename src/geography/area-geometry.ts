import Flatbush from 'flatbush';
import { z } from 'zod';
import { flattenRing, sideOfRing } from './containment.ts';
import type { AreaGeometry, Point, Ring } from './events.ts';
import { type BoundingBox, boxContains, normaliseGeometry, signedArea2 } from './geometry.ts';

export interface GeometryProblem {
  readonly code:
    | 'notAnArea'
    | 'tooManyPositions'
    | 'outsideBounds'
    | 'ringTooShort'
    | 'ringNotClosed'
    | 'ringWithoutArea'
    | 'ringCrossesItself'
    | 'holeOutside';
  readonly message: string;
  /** Where the fault is, if it is in one place. */
  readonly at?: Point;
}

export type GeometryParsed =
  | { readonly ok: true; readonly geometry: AreaGeometry }
  | { readonly ok: false; readonly problem: GeometryProblem };

export interface GeometryLimits {
  /** Every position must lie within. */
  readonly bounds: BoundingBox;
  readonly maxPositions: number;
}

/** A third number (altitude) is allowed by RFC 7946 section 3.1.1 and dropped: duty grids are flat. */
const position = z
  .array(z.number())
  .min(2)
  .max(3)
  .transform(([lon, lat]) => [lon!, lat!] as const);
const polygon = z.array(z.array(position)).min(1);
const areaSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: polygon }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) }),
]);

type Position = Ring[number];
const turn = ([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): number =>
  Math.sign((bx - ax) * (cy - ay) - (cx - ax) * (by - ay));
const between = ([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): boolean =>
  Math.min(ax, bx) <= cx && cx <= Math.max(ax, bx) && Math.min(ay, by) <= cy && cy <= Math.max(ay, by);

const segmentsMeet = (a: Position, b: Position, c: Position, d: Position): boolean => {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return (
    (abc === 0 && between(a, b, c)) ||
    (abd === 0 && between(a, b, d)) ||
    (cda === 0 && between(c, d, a)) ||
    (cdb === 0 && between(c, d, b))
  );
};

type Box = readonly [number, number, number, number];
const boxOf = ([x1, y1]: Position, [x2, y2]: Position): Box => [
  Math.min(x1, x2),
  Math.min(y1, y2),
  Math.max(x1, x2),
  Math.max(y1, y2),
];

/** The edges of a closed ring by where they lie. */
const indexEdges = (ring: Ring): Flatbush => {
  const tree = new Flatbush(ring.length - 1);
  for (let i = 0; i + 1 < ring.length; i++) tree.add(...boxOf(ring[i]!, ring[i + 1]!));
  tree.finish();
  return tree;
};

/** Where two segments that meet do so: where their lines cross, else the end of one that lies on the other. */
const meetingPoint = (a: Position, b: Position, c: Position, d: Position): Point => {
  const across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
  if (across === 0) {
    const [lon, lat] = turn(a, b, c) === 0 && between(a, b, c) ? c : between(a, b, d) ? d : a;
    return { lon, lat };
  }
  const share = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across;
  return { lon: a[0] + share * (b[0] - a[0]), lat: a[1] + share * (b[1] - a[1]) };
};

/** Where a closed ring without repeated positions touches or crosses itself, or folds back on itself. */
const selfCrossing = (ring: Ring): Point | undefined => {
  const count = ring.length - 1;
  const tree = indexEdges(ring);
  for (let i = 0; i < count; i++) {
    const [a, b] = [ring[i]!, ring[i + 1]!];
    const next = (i + 1) % count;
    const c = ring[next + 1]!;
    if (turn(a, b, c) === 0 && (between(a, b, c) || between(b, c, a))) return { lon: b[0], lat: b[1] };
    let other: number | undefined;
    const meets = (j: number): boolean => {
      if (j <= i || j === next || (j + 1) % count === i) return false;
      if (!segmentsMeet(a, b, ring[j]!, ring[j + 1]!)) return false;
      other = j;
      return true;
    };
    if (tree.collides(...boxOf(a, b), meets) && other !== undefined)
      return meetingPoint(a, b, ring[other]!, ring[other + 1]!);
  }
  return undefined;
};

const ringProblem = (ring: Ring): GeometryProblem | null => {
  const [first, last] = [ring[0], ring.at(-1)];
  if (first === undefined || last === undefined || ring.length < 4) {
    return { code: 'ringTooShort', message: '环至少需要 4 个坐标点' };
  }
  if (first[0] !== last[0] || first[1] !== last[1]) {
    return { code: 'ringNotClosed', message: '环未闭合：首尾坐标点应相同' };
  }
  const clean = ring.filter(([x, y], i) => i === 0 || x !== ring[i - 1]![0] || y !== ring[i - 1]![1]);
  const withoutArea = { code: 'ringWithoutArea', message: '环没有面积' } as const;
  if (clean.length < 4 || clean.every((position) => turn(clean[0]!, clean[1]!, position) === 0))
    return withoutArea;
  // First: the halves of a bow may be of one size, and cancel out.
  const at = selfCrossing(clean);
  if (at !== undefined) return { code: 'ringCrossesItself', message: '环自相交或自接触', at };
  return signedArea2(clean) === 0 ? withoutArea : null;
};

/** Do the segments cross, each lying on both sides of the other? */
const segmentsCross = (a: Position, b: Position, c: Position, d: Position): boolean =>
  turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;

/** How far along a segment a point on it lies, from 0 to 1. */
const along = ([ax, ay]: Position, [bx, by]: Position, [px, py]: Position): number =>
  Math.abs(bx - ax) > Math.abs(by - ay) ? (px - ax) / (bx - ax) : (py - ay) / (by - ay);

/**
 * Does a hole reach beyond the outer ring? Its corners may all lie within while an edge passes over a notch: it crosses the ring, or
 * runs through corners of it, and then lies outside between two of them. Touching is allowed.
 */
const holesStray = (outer: Ring, holes: readonly Ring[]): boolean => {
  const flat = flattenRing(outer);
  const isOutside = (x: number, y: number): boolean => sideOfRing(flat, x, y) === 'outside';
  const tree = indexEdges(outer);
  const edgeStrays = (a: Position, b: Position): boolean => {
    const corners: number[] = [];
    let runsAlong = false;
    const crosses = (i: number): boolean => {
      const [c, d] = [outer[i]!, outer[i + 1]!];
      if (turn(a, b, c) === 0 && between(a, b, c)) corners.push(along(a, b, c));
      if (turn(c, d, a) === 0 && turn(c, d, b) === 0) runsAlong = true;
      return segmentsCross(a, b, c, d);
    };
    if (tree.collides(...boxOf(a, b), crosses)) return true;
    // Of an edge on the border its middle may lie on either side by rounding.
    if (runsAlong) return false;
    const stops = [0, ...corners.sort((one, other) => one - other), 1];
    return stops.slice(1).some((stop, i) => {
      const middle = (stops[i]! + stop) / 2;
      return isOutside(a[0] + (b[0] - a[0]) * middle, a[1] + (b[1] - a[1]) * middle);
    });
  };
  return holes.some((hole) =>
    hole.some((corner, i) => isOutside(...corner) || (i > 0 && edgeStrays(hole[i - 1]!, corner))),
  );
};

const polygonProblem = (rings: readonly Ring[]): GeometryProblem | null => {
  for (const ring of rings) {
    const problem = ringProblem(ring);
    if (problem !== null) return problem;
  }
  return rings.length > 1 && holesStray(rings[0]!, rings.slice(1))
    ? { code: 'holeOutside', message: '内环超出外环' }
    : null;
};

/**
 * Reads a GeoJSON Polygon or MultiPolygon (RFC 7946 sections 3.1.6 and 3.1.7) and turns its rings to the order of the
 * standard; a reader should not refuse rings for their direction. That parts or holes overlap each other is not checked.
 */
export const parseAreaGeometry = (value: unknown, limits: GeometryLimits): GeometryParsed => {
  const refuse = (problem: GeometryProblem): GeometryParsed => ({ ok: false, problem });
  const parsed = areaSchema.safeParse(value);
  if (!parsed.success) return refuse({ code: 'notAnArea', message: '几何应为 Polygon 或 MultiPolygon' });
  const polygons = parsed.data.type === 'Polygon' ? [parsed.data.coordinates] : parsed.data.coordinates;
  const positions = polygons.flat(2);
  if (positions.length > limits.maxPositions) {
    return refuse({ code: 'tooManyPositions', message: `坐标点超过 ${limits.maxPositions} 个` });
  }
  const stray = positions.find(([lon, lat]) => !boxContains(limits.bounds, lon, lat));
  if (stray !== undefined) {
    return refuse({
      code: 'outsideBounds',
      message: `坐标 ${stray[0]}，${stray[1]} 超出省域范围（应为经度在前）`,
    });
  }
  for (const rings of polygons) {
    const problem = polygonProblem(rings);
    if (problem !== null) return refuse(problem);
  }
  return { ok: true, geometry: normaliseGeometry(parsed.data) };
};
