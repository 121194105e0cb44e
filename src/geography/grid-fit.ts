import type { Steps } from '../platform/turns.ts';
import type { AreaGeometry, Point, Ring } from './events.ts';
import { type BoundingBox, boundsOf, polygonsOf } from './geometry.ts';
import { pocketsOf } from './pockets.ts';
import type { IndexedArea } from './spatial-index.ts';
import { type PlacedSpan, type Slab, sweep } from './sweep.ts';

const METRES_PER_DEGREE = 111_195;
/** Borders are drawn by hand: what is smaller is no fault. A hundredth of a unit grid of 10,000 m² (万米单元网格). */
const TOLERATED_M2 = 100;

/** A part of an area, as trapezoids side by side. */
export interface Piece {
  readonly geometry: AreaGeometry;
  readonly squareMetres: number;
}

const trapezoid = ({ span: { low, high }, south, north }: PlacedSpan): Ring => [
  [low[0], south],
  [low[1], south],
  [high[1], north],
  [high[0], north],
  [low[0], south],
];

const squareMetresOf = (spans: readonly PlacedSpan[]): number =>
  spans.reduce((sum, { span: { low, high }, south, north }) => {
    const east = METRES_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
    return sum + ((low[1] - low[0] + (high[1] - high[0])) / 2) * east * (north - south) * METRES_PER_DEGREE;
  }, 0);

/** What spans make up together; undefined below the tolerance. */
const pieceOf = (spans: readonly PlacedSpan[]): Piece | undefined => {
  const squareMetres = squareMetresOf(spans);
  if (squareMetres < TOLERATED_M2) return undefined;
  const coordinates = spans.map((placed) => [trapezoid(placed)]);
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
  return Math.round(squareMetresOf(spans));
}

/** Where an area lies over others. */
export function* overlapsWith<Area extends IndexedArea>(
  drawn: AreaGeometry,
  others: readonly Area[],
): Steps<readonly { readonly other: Area; readonly piece: Piece }[]> {
  const found: { other: Area; piece: Piece }[] = [];
  for (const other of others) {
    const slabs = yield* sweep([drawn, other.geometry], boundsOf(drawn));
    const piece = pieceOf(spansWhere(slabs, ([one, two]) => one === true && two === true));
    if (piece !== undefined) found.push({ other, piece });
  }
  return found;
}

const around = (areas: readonly AreaGeometry[]): BoundingBox =>
  boundsOf({ type: 'MultiPolygon', coordinates: areas.flatMap(polygonsOf) });

function* pocketsAmong(areas: readonly AreaGeometry[]): Steps<readonly (readonly PlacedSpan[])[]> {
  return areas.length === 0 ? [] : pocketsOf(yield* sweep(areas, around(areas)));
}

const middleOf = ({ span: { low, high }, south, north }: PlacedSpan): Point => ({
  lon: (low[0] + low[1] + high[0] + high[1]) / 4,
  lat: (south + north) / 2,
});

const holds = ({ span: { low, high }, south, north }: PlacedSpan, { lon, lat }: Point): boolean =>
  south <= lat && lat <= north && (low[0] + high[0]) / 2 <= lon && lon <= (low[1] + high[1]) / 2;

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
  if (before !== undefined) {
    const slabs = yield* sweep([before, ...now], boundsOf(before));
    const lost = pieceOf(spansWhere(slabs, ([was, ...is]) => was === true && !is.includes(true)));
    if (lost !== undefined) return [lost];
  }
  if (after === undefined) return [];
  const enclosed = (yield* pocketsAmong(now)).flatMap((pocket) => {
    const piece = pieceOf(pocket);
    return piece === undefined ? [] : [{ piece, middle: middleOf(pocket[0]!) }];
  });
  if (enclosed.length === 0) return [];
  const known = (yield* pocketsAmong(before === undefined ? stand : [before, ...stand])).flat();
  return enclosed
    .filter(({ middle }) => !known.some((each) => holds(each, middle)))
    .map(({ piece }) => piece);
}
