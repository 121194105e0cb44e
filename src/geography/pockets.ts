import type { PlacedSpan, Slab } from './sweep.ts';

type Interval = readonly [west: number, east: number];

interface Empty extends PlacedSpan {
  /** The pocket that it belongs to, found by following. */
  parent: Empty | undefined;
  /** It reaches where no area encloses it. */
  isOpen: boolean;
}

/** Narrower than a tenth of a millimetre is rounding. */
const NARROWEST = 1e-9;

const rootOf = (empty: Empty): Empty => {
  let root = empty;
  while (root.parent !== undefined) root = root.parent;
  return root;
};

const shared = ([a, b]: Interval, [c, d]: Interval): number => Math.max(0, Math.min(b, d) - Math.max(a, c));

/** Joins what lies on both sides of a latitude; what the other side does not hold altogether is open there. */
const join = (
  empties: readonly Empty[],
  side: 'low' | 'high',
  others: readonly Empty[],
  covered: readonly Interval[],
): void => {
  const otherSide = side === 'low' ? 'high' : 'low';
  for (const empty of empties) {
    const here = empty.span[side];
    let held = covered.reduce((sum, each) => sum + shared(here, each), 0);
    for (const other of others) {
      const touching = shared(here, other.span[otherSide]);
      held += touching;
      const [one, two] = [rootOf(empty), rootOf(other)];
      if (touching > NARROWEST && one !== two) {
        one.parent = two;
        two.isOpen ||= one.isOpen;
      }
    }
    if (held < here[1] - here[0] - NARROWEST) rootOf(empty).isOpen = true;
  }
};

/** Places that no area covers and that areas enclose from all sides. */
export const pocketsOf = (slabs: readonly Slab[]): readonly (readonly PlacedSpan[])[] => {
  const all: Empty[] = [];
  let below: { empties: readonly Empty[]; covered: readonly Interval[]; north: number } | undefined;
  for (const { south, north, stretches } of slabs) {
    const isCovered = ({ covered }: (typeof stretches)[number]) => covered.includes(true);
    const empties = stretches
      .filter((each) => !isCovered(each))
      .map(({ span }): Empty => ({ span, south, north, parent: undefined, isOpen: false }));
    const held = stretches.filter(isCovered);
    join(empties, 'low', below?.empties ?? [], below?.covered ?? []);
    join(
      below?.empties ?? [],
      'high',
      empties,
      held.map(({ span }) => span.low),
    );
    all.push(...empties);
    below = { empties, covered: held.map(({ span }) => span.high), north };
  }
  join(below?.empties ?? [], 'high', [], []);
  const pockets = new Map<Empty, Empty[]>();
  for (const empty of all) {
    const root = rootOf(empty);
    if (!root.isOpen) pockets.set(root, [...(pockets.get(root) ?? []), empty]);
  }
  return [...pockets.values()];
};
