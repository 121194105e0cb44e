import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAreaGeometry } from './area-geometry.ts';
import { areaContains, flattenArea } from './containment.ts';
import { normaliseGeometry, SHANXI_BOUNDS } from './geometry.ts';
import { importGrids } from './grid-import.ts';
import { interiorPoint } from './interior-point.ts';

const square = (x: number, y: number, side: number): [number, number][] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];
const ring = square(112.5, 37.5, 0.5);
const feature = (properties: object, coordinates: unknown = [ring], type = 'Polygon') => ({
  type: 'Feature',
  properties: { code: 'G1', name: '网格', ...properties },
  geometry: { type, coordinates },
});
const read = (features: unknown[], extra: object = {}) =>
  importGrids(Buffer.from(JSON.stringify({ type: 'FeatureCollection', features, ...extra })), {
    divisionOf: ({ lon }) => (lon < 113 ? '140105' : null),
  });

describe('importGrids', () => {
  test('imports a grid, reorients its ring and finds its division', () => {
    const clockwise = [...ring].reverse();
    const { grids, problems } = read([feature({ workerId: 'u1' }, [clockwise])]);
    expect(problems).toEqual([]);
    expect(grids).toEqual([
      {
        code: 'G1',
        name: '网格',
        divisionCode: '140105',
        geometry: { type: 'Polygon', coordinates: [ring] },
        workerId: 'u1',
        synthetic: false,
      },
    ]);
  });

  test('keeps the good grids and reports which are bad', () => {
    const { grids, problems } = read([
      feature({ code: 'A' }),
      feature({ code: 'B' }, [ring.slice(0, 4)]),
      feature({ code: 'A' }),
      feature({ code: 'C', divisionCode: '140105001' }),
    ]);
    expect(grids.map(({ code }) => code)).toEqual(['A', 'C']);
    expect(problems.map(({ feature: index, gridCode, code }) => [index, gridCode, code])).toEqual([
      [1, 'B', 'ringNotClosed'],
      [2, 'A', 'codeRepeated'],
    ]);
  });

  const bowTie = [
    [112, 37],
    [113, 38],
    [113, 37],
    [112, 37.9],
    [112, 37],
  ];
  /** A ring with a notch from above that ends at 112.5, 37.4. */
  const notched = [
    [112, 37],
    [113, 37],
    [113, 38],
    [112.5, 37.4],
    [112, 38],
    [112, 37],
  ];
  const holeWith = (...corners: number[][]) => [...corners, corners[0]];
  test.each([
    ['crosses the notch', false, holeWith([112.2, 37.6], [112.8, 37.6], [112.5, 37.2])],
    ['runs through the corner of the notch', true, holeWith([112.3, 37.4], [112.7, 37.4], [112.5, 37.2])],
    ['lies beside the notch', true, holeWith([112.3, 37.3], [112.7, 37.3], [112.5, 37.2])],
    ['spans from wall to wall of the notch', false, holeWith([112.25, 37.7], [112.75, 37.7], [112.5, 37.2])],
    ['lies along the border', true, holeWith([112.2, 37], [112.8, 37], [112.5, 37.2])],
  ])('case 44 a hole that %s: %j', (_what, isGood, hole) => {
    const { problems } = read([feature({}, [notched, hole])]);
    expect(problems.map(({ code }) => code)).toEqual(isGood ? [] : ['holeOutside']);
  });

  const spike = [
    [112, 37],
    [113, 37],
    [113, 38],
    [113, 37.5],
    [112, 37],
  ];
  test.each([
    ['codeInvalid', feature({ code: '网格一' })],
    ['codeInvalid', feature({ code: 'x'.repeat(33) })],
    ['nameInvalid', feature({ name: ' ' })],
    ['divisionCodeInvalid', feature({ divisionCode: '140100' })],
    ['notAFeature', { type: 'Polygon' }],
    ['notAnArea', feature({}, [112, 37], 'Point')],
    ['notAnArea', feature({}, [[[112], [113, 37], [113, 38], [112]]])],
    ['ringTooShort', feature({}, [ring.slice(0, 3)])],
    ['ringWithoutArea', feature({}, [[ring[0], ring[1], ring[0], ring[0]]])],
    ['ringCrossesItself', feature({}, [bowTie])],
    ['ringCrossesItself', feature({}, [spike])],
    ['holeOutside', feature({}, [ring, square(112.9, 37.9, 0.2)])],
    ['outsideBounds', feature({}, [ring.map(([lon, lat]) => [lat, lon])])],
    ['tooManyPositions', feature({}, [Array.from({ length: 10_001 }, () => [112, 37])])],
    ['divisionUnknown', feature({}, [square(113.5, 37.5, 0.5)])],
  ])('%s', (code, bad) => {
    const { grids, problems } = read([bad]);
    expect(grids).toEqual([]);
    expect(problems.map((problem) => [problem.feature, problem.code])).toEqual([[0, code]]);
  });

  test('says where a border crosses itself, or folds back', () => {
    const at = (shape: unknown) => read([feature({}, [shape])]).problems[0]?.at;
    const [a, b, c, d] = [
      [112, 37],
      [113, 38],
      [113, 37],
      [112, 40],
    ];
    expect(at([a, b, c, d, a])).toEqual({ lon: expect.closeTo(112.75, 6), lat: expect.closeTo(37.75, 6) });
    expect(at([a, c, b, [113, 37.5], a])).toEqual({ lon: 113, lat: 38 });
    expect(at(ring.slice(0, 3))).toBeUndefined();
  });

  test('refuses invalid files, and those in another coordinate system', () => {
    const whole = (bytes: Buffer) => importGrids(bytes, { divisionOf: () => null }).problems[0]?.code;
    expect(whole(Buffer.from('[]'))).toBe('notAFeatureCollection');
    expect(whole(Buffer.from([0x7b, 0xbe, 0xae, 0x7d])), 'GBK').toBe('notUtf8');
    const crs = (name: string) => ({ crs: { type: 'name', properties: { name } } });
    expect(read([], crs('urn:ogc:def:crs:EPSG::3857')).problems[0]?.code).toBe('unknownCrs');
    expect(read([feature({})], crs('urn:ogc:def:crs:EPSG::4490')).grids).toHaveLength(1);
  });
});

/** A star around a centre: simple, often concave, either direction. */
const star = fc
  .tuple(
    fc.array(fc.double({ min: 0.05, max: 0.4, noNaN: true }), { minLength: 3, maxLength: 24 }),
    fc.boolean(),
  )
  .map(([radii, reverse]): [number, number][] => {
    const points = radii.map((radius, i): [number, number] => {
      const angle = (2 * Math.PI * i) / radii.length;
      return [112.5 + radius * Math.cos(angle), 37.5 + radius * Math.sin(angle)];
    });
    const closed = [...points, points[0]!];
    return reverse ? closed.reverse() : closed;
  });

describe('geometry', () => {
  test('simple rings pass, hold their interior point, and normalising again changes nothing', () => {
    fc.assert(
      fc.property(star, (outer) => {
        const parsed = parseAreaGeometry(
          { type: 'Polygon', coordinates: [outer] },
          { bounds: SHANXI_BOUNDS, maxPositions: 1000 },
        );
        expect(parsed.ok).toBe(true);
        if (!parsed.ok) return;
        const { lon, lat } = interiorPoint(parsed.geometry);
        expect(areaContains(flattenArea(parsed.geometry), lon, lat)).toBe(true);
        expect(normaliseGeometry(parsed.geometry)).toEqual(parsed.geometry);
      }),
    );
  });

  test('the interior point avoids holes', () => {
    const withHole = {
      type: 'Polygon' as const,
      coordinates: [square(112, 37, 1), [...square(112.2, 37.2, 0.6)].reverse()],
    };
    const { lon, lat } = interiorPoint(withHole);
    expect(areaContains(flattenArea(withHole), lon, lat)).toBe(true);
  });
});
