import Flatbush from 'flatbush';
import type { Steps } from '../platform/turns.ts';
import type { AreaGeometry } from './events.ts';
import { type BoundingBox, polygonsOf } from './geometry.ts';

interface Edge {
  readonly layer: number;
  readonly lowX: number;
  readonly lowY: number;
  readonly highX: number;
  readonly highY: number;
}

/** Of a slab: from one edge to another, at its lower and at its upper latitude. */
export interface Span {
  readonly low: readonly [west: number, east: number];
  readonly high: readonly [west: number, east: number];
}

export interface PlacedSpan {
  readonly span: Span;
  readonly south: number;
  readonly north: number;
}

/** A slab in which no edges cross, from west to east: stretches, and which areas cover each. */
export interface Slab {
  readonly south: number;
  readonly north: number;
  readonly stretches: readonly { readonly span: Span; readonly covered: readonly boolean[] }[];
}

/** Thinner than a hundredth of a millimetre is rounding. */
const THINNEST = 1e-10;

const edgesOf = (areas: readonly AreaGeometry[], box: BoundingBox): Edge[] => {
  const edges: Edge[] = [];
  for (const [layer, geometry] of areas.entries())
    for (const ring of polygonsOf(geometry).flat())
      for (let i = 1; i < ring.length; i++) {
        const [one, other] = [ring[i - 1]!, ring[i]!];
        if (one[1] === other[1]) continue;
        const [low, high] = one[1] < other[1] ? [one, other] : [other, one];
        if (high[1] <= box.south || low[1] >= box.north || Math.min(low[0], high[0]) > box.east) continue;
        edges.push({ layer, lowX: low[0], lowY: low[1], highX: high[0], highY: high[1] });
      }
  return edges;
};

const xAt = ({ lowX, lowY, highX, highY }: Edge, y: number): number =>
  y === lowY ? lowX : y === highY ? highX : lowX + ((y - lowY) / (highY - lowY)) * (highX - lowX);

/** The latitude at which the lines of two edges cross within both; undefined for those side by side. */
const crossingOf = (a: Edge, b: Edge): number | undefined => {
  const [ax, ay, bx, by] = [a.highX - a.lowX, a.highY - a.lowY, b.highX - b.lowX, b.highY - b.lowY];
  const across = ax * by - ay * bx;
  if (across === 0) return undefined;
  const share = ((b.lowX - a.lowX) * by - (b.lowY - a.lowY) * bx) / across;
  const y = a.lowY + share * ay;
  return y > Math.max(a.lowY, b.lowY) && y < Math.min(a.highY, b.highY) ? y : undefined;
};

const latitudesOf = (edges: readonly Edge[], { south, north }: BoundingBox): number[] => {
  const found = new Set<number>([south, north]);
  const tree = new Flatbush(edges.length);
  for (const { lowX, lowY, highX, highY } of edges)
    tree.add(Math.min(lowX, highX), lowY, Math.max(lowX, highX), highY);
  tree.finish();
  const add = (y: number): void => {
    if (y > south && y < north) found.add(y);
  };
  for (const [n, edge] of edges.entries()) {
    add(edge.lowY);
    add(edge.highY);
    const { lowX, lowY, highX, highY } = edge;
    tree.search(Math.min(lowX, highX), lowY, Math.max(lowX, highX), highY, (other) => {
      const y = other > n ? crossingOf(edge, edges[other]!) : undefined;
      if (y !== undefined) add(y);
      return false;
    });
  }
  return [...found].sort((a, b) => a - b);
};

const stretchesOf = (active: readonly Edge[], south: number, north: number, layers: number) => {
  const crossed = active
    .map((edge) => ({ layer: edge.layer, low: xAt(edge, south), high: xAt(edge, north) }))
    .sort((a, b) => a.low + a.high - b.low - b.high);
  const covered = new Array<boolean>(layers).fill(false);
  return crossed.slice(0, -1).flatMap(({ layer, low, high }, n) => {
    covered[layer] = !covered[layer];
    const next = crossed[n + 1]!;
    if (next.low + next.high - low - high < THINNEST) return [];
    return [{ span: { low: [low, next.low], high: [high, next.high] } as Span, covered: [...covered] }];
  });
};

/** Cuts areas into slabs between the latitudes where something begins, ends or crosses, from south to north, a slab a step. */
export function* sweep(areas: readonly AreaGeometry[], box: BoundingBox): Steps<readonly Slab[]> {
  const edges = edgesOf(areas, box).sort((a, b) => a.lowY - b.lowY);
  if (edges.length === 0) return [];
  const latitudes = latitudesOf(edges, box);
  const slabs: Slab[] = [];
  let active: Edge[] = [];
  let next = 0;
  for (let i = 1; i < latitudes.length; i++) {
    const [south, north] = [latitudes[i - 1]!, latitudes[i]!];
    if (north - south < THINNEST) continue;
    yield;
    const middle = (south + north) / 2;
    while (next < edges.length && edges[next]!.lowY < middle) active.push(edges[next++]!);
    active = active.filter(({ highY }) => highY > middle);
    slabs.push({ south, north, stretches: stretchesOf(active, south, north, areas.length) });
  }
  return slabs;
}
