import type { Steps } from '../platform/turns.ts';
import type { AreaGeometry, Ring } from './events.ts';
import { type BoundingBox, boundsOf } from './geometry.ts';
import { pocketsOf } from './pockets.ts';
import type { IndexedArea } from './spatial-index.ts';
import { type PlacedSpan, type Slab, type Span, sweep } from './sweep.ts';

const METRES_PER_DEGREE = 111_195;
/** Borders are drawn by hand: what is smaller is no fault. A hundredth of a unit grid of 10,000 m² (万米单元网格). */
const TOLERATED_M2 = 100;

/** A part of an area, as trapezoids side by side. */
export interface Piece {
  readonly geometry: AreaGeometry;
  readonly squareMetres: number;
}

const trapezoid = ({ low, high }: Span, south: number, north: number): Ring => [
  [low[0], south],
  [low[1], south],
  [high[1], north],
  [high[0], north],
  [low[0], south],
];

const squareMetresOf = ({ low, high }: Span, south: number, north: number): number => {
  const east = METRES_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return ((low[1] - low[0] + (high[1] - high[0])) / 2) * east * (north - south) * METRES_PER_DEGREE;
};

/** What spans make up together; undefined below the tolerance. */
const pieceOf = (spans: readonly PlacedSpan[]): Piece | undefined => {
  const squareMetres = spans.reduce(
    (sum, { span, south, north }) => sum + squareMetresOf(span, south, north),
    0,
  );
  if (squareMetres < TOLERATED_M2) return undefined;
  const coordinates = spans.map(({ span, south, north }) => [trapezoid(span, south, north)]);
  return { geometry: { type: 'MultiPolygon', coordinates }, squareMetres: Math.round(squareMetres) };
};

const spansWhere = (
  slabs: readonly Slab[],
  isMeant: (covered: readonly boolean[]) => boolean,
): readonly PlacedSpan[] =>
  slabs.flatMap(({ south, north, stretches }) =>
    stretches.filter(({ covered }) => isMeant(covered)).map(({ span }) => ({ span, south, north })),
  );

/** The size of an area. */
export function* sizeOf(geometry: AreaGeometry): Steps<number> {
  const spans = spansWhere(yield* sweep([geometry], boundsOf(geometry)), ([inside]) => inside === true);
  return Math.round(
    spans.reduce((sum, { span, south, north }) => sum + squareMetresOf(span, south, north), 0),
  );
}

/** Where an area lies over others, by their codes. */
export function* overlapsWith(
  drawn: AreaGeometry,
  others: readonly IndexedArea[],
): Steps<readonly { readonly code: string; readonly piece: Piece }[]> {
  const found: { code: string; piece: Piece }[] = [];
  for (const { code, geometry } of others) {
    const slabs = yield* sweep([drawn, geometry], boundsOf(drawn));
    const piece = pieceOf(spansWhere(slabs, ([one, two]) => one === true && two === true));
    if (piece !== undefined) found.push({ code, piece });
  }
  return found;
}

const around = (areas: readonly AreaGeometry[]): BoundingBox => {
  const boxes = areas.map(boundsOf);
  return {
    west: Math.min(...boxes.map((box) => box.west)),
    south: Math.min(...boxes.map((box) => box.south)),
    east: Math.max(...boxes.map((box) => box.east)),
    north: Math.max(...boxes.map((box) => box.north)),
  };
};

/**
 * Where a change leaves nobody in charge: what the grid covered and no grid covers now, and places that grids enclose from all sides
 * that were not enclosed before. `after` is undefined for a grid that is retired, `before` for a new one.
 */
export function* gapsLeft(
  before: AreaGeometry | undefined,
  after: AreaGeometry | undefined,
  others: readonly IndexedArea[],
): Steps<readonly Piece[]> {
  const stand = others.map(({ geometry }) => geometry);
  const now = after === undefined ? stand : [after, ...stand];
  const gaps: Piece[] = [];
  if (before !== undefined) {
    const slabs = yield* sweep([before, ...now], boundsOf(before));
    const lost = pieceOf(spansWhere(slabs, ([was, ...is]) => was === true && !is.includes(true)));
    if (lost !== undefined) return [lost];
  }
  if (after === undefined) return gaps;
  const was = before === undefined ? stand : [before, ...stand];
  const known = was.length === 0 ? [] : pocketsOf(yield* sweep(was, around(was)));
  const isKnown = (pocket: readonly PlacedSpan[]): boolean => {
    const { span, south, north } = pocket[0]!;
    const lon = (span.low[0] + span.low[1] + span.high[0] + span.high[1]) / 4;
    const lat = (south + north) / 2;
    return known.flat().some((each) => {
      const west = (each.span.low[0] + each.span.high[0]) / 2;
      const east = (each.span.low[1] + each.span.high[1]) / 2;
      return each.south <= lat && lat <= each.north && west <= lon && lon <= east;
    });
  };
  for (const pocket of pocketsOf(yield* sweep(now, around(now)))) {
    const piece = isKnown(pocket) ? undefined : pieceOf(pocket);
    if (piece !== undefined) gaps.push(piece);
  }
  return gaps;
}
