import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AreaGeometry, Ring } from './events.ts';
import { polygonsOf } from './geometry.ts';
import { createSpatialIndex } from './spatial-index.ts';

const rectangle = (x: number, y: number, width: number, height: number): Ring => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
  [x, y],
];

const small = fc.integer({ min: 0, max: 12 });
const size = fc.integer({ min: 1, max: 6 });
/** Triangles and quadrilaterals on a small lattice: points on vertices and edges are common. */
const simpleRing = fc.oneof(
  fc.tuple(small, small, size, size).map((args) => rectangle(...args)),
  fc
    .tuple(small, small, small, small, small, small)
    .filter(([ax, ay, bx, by, cx, cy]) => (bx - ax) * (cy - ay) !== (cx - ax) * (by - ay))
    .map(
      ([ax, ay, bx, by, cx, cy]): Ring => [
        [ax, ay],
        [bx, by],
        [cx, cy],
        [ax, ay],
      ],
    ),
);
const holed = fc
  .tuple(small, small)
  .map(([x, y]): readonly Ring[] => [rectangle(x, y, 6, 6), [...rectangle(x + 2, y + 2, 2, 3)].reverse()]);
const polygon = fc.oneof(
  simpleRing.map((ring) => [ring]),
  holed,
);
const geometry: fc.Arbitrary<AreaGeometry> = fc.oneof(
  polygon.map((coordinates): AreaGeometry => ({ type: 'Polygon', coordinates })),
  fc
    .array(polygon, { minLength: 1, maxLength: 3 })
    .map((coordinates): AreaGeometry => ({ type: 'MultiPolygon', coordinates })),
);

/** Another method than the product's: winding number with exact integers, border by distance. */
const windingSide = (ring: Ring, x: number, y: number): 'inside' | 'border' | 'outside' => {
  let winding = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!;
    const [bx, by] = ring[i]!;
    const cross = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
    const within =
      Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by);
    if (cross === 0 && within) return 'border';
    if (ay <= y && by > y && cross > 0) winding++;
    if (ay > y && by <= y && cross < 0) winding--;
  }
  return winding === 0 ? 'outside' : 'inside';
};
const bruteContains = (area: AreaGeometry, x: number, y: number): boolean =>
  polygonsOf(area).some((rings) => {
    const [outer, ...holes] = rings.map((ring) => windingSide(ring, x, y));
    return outer === 'border' || (outer === 'inside' && holes.every((hole) => hole !== 'inside'));
  });

describe('createSpatialIndex', () => {
  test('finds what a scan over all areas finds, the lowest code first', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{2}$/), geometry), {
          maxLength: 12,
          selector: ([code]) => code,
        }),
        fc.array(fc.tuple(fc.integer({ min: -2, max: 40 }), fc.integer({ min: -2, max: 40 })), {
          minLength: 20,
        }),
        (pairs, points) => {
          const areas = pairs.map(([code, shape]) => ({ code, geometry: shape }));
          const index = createSpatialIndex(areas);
          for (const [px, py] of points) {
            const [x, y] = [px / 2, py / 2];
            const holding = areas
              .filter((area) => bruteContains(area.geometry, x, y))
              .map((area) => area.code);
            expect(index.locate(x, y)?.code ?? null).toBe(holding.sort()[0] ?? null);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('neighbours along a slanting border leave no gap and no overlap', () => {
    const border: Ring = [
      [112.1, 37.1],
      [112.13337, 37.3],
      [112.09191, 37.7],
    ];
    const west: AreaGeometry = {
      type: 'Polygon',
      coordinates: [[[111, 37.1], ...border, [111, 37.7], [111, 37.1]]],
    };
    const east: AreaGeometry = {
      type: 'Polygon',
      coordinates: [[[113, 37.1], [113, 37.7], ...[...border].reverse(), [113, 37.1]]],
    };
    const [left, right] = [west, east].map((shape) => createSpatialIndex([{ code: 'x', geometry: shape }]));
    const both = createSpatialIndex([
      { code: 'b', geometry: west },
      { code: 'a', geometry: east },
    ]);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: -3, max: 3 }),
        (edge, along, ulps) => {
          const [x1, y1] = border[edge]!;
          const [x2, y2] = border[edge + 1]!;
          const [x, y] = [x1 + along * (x2 - x1) + ulps * 1.4e-14, y1 + along * (y2 - y1)];
          const inLeft = left!.locate(x, y) !== null;
          const inRight = right!.locate(x, y) !== null;
          expect(inLeft || inRight).toBe(true);
          expect(both.locate(x, y)?.code).toBe(inRight ? 'a' : 'b');
        },
      ),
      { numRuns: 2000 },
    );
    expect(both.locate(112.13337, 37.3)?.code).toBe('a');
  });

  test('finds nothing in an empty index', () => {
    expect(createSpatialIndex([]).locate(112, 37)).toBeNull();
    const index = createSpatialIndex([
      { code: 'a', geometry: { type: 'Polygon', coordinates: [rectangle(0, 0, 1, 1)] } },
    ]);
    expect(index.locate(Number.NaN, 0)).toBeNull();
    expect(index.locate(2, 0.5)).toBeNull();
  });
});
