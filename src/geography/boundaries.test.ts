import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { abolishedCountiesSchema, successorCodes } from './abolished-counties.ts';
import { parseBoundaries } from './boundaries.ts';
import { parseDivisions } from './divisions.ts';
import { polygonsOf, signedArea2 } from './geometry.ts';
import { createLocator } from './locator.ts';

const read = (name: string) => readFileSync(new URL(`../../data/divisions/${name}`, import.meta.url), 'utf8');

const load = () => {
  const divisions = parseDivisions(read('shanxi-divisions.csv'), 'test');
  if (!divisions.ok) throw new Error('division table');
  const counties = divisions.divisions.filter(({ level }) => level === 'county');
  const countyCodes = new Set(counties.map(({ code }) => code));
  const boundaries = parseBoundaries(read('shanxi-counties.geojson'), { countyCodes, source: 'test' });
  if (!boundaries.ok) throw new Error(JSON.stringify(boundaries.problems));
  const abolished = abolishedCountiesSchema.parse(JSON.parse(read('abolished-counties.json')));
  const names = new Map(divisions.divisions.map(({ code, name }) => [code, name]));
  return { countyCodes, boundaries: boundaries.boundaries, abolished, names };
};
const shipped = load();

describe('shipped county polygons', () => {
  test('119 counties, of which 11 are of abolished divisions', () => {
    expect(shipped.boundaries).toHaveLength(119);
    const approximate = shipped.boundaries.filter((boundary) => boundary.approximate).map(({ code }) => code);
    expect(approximate.sort()).toEqual(shipped.abolished.counties.map(({ code }) => code).sort());
  });

  test('outer rings run counterclockwise (RFC 7946 section 3.1.6)', () => {
    const outer = shipped.boundaries.flatMap(({ geometry }) =>
      polygonsOf(geometry).map((rings) => rings[0]!),
    );
    expect(outer.every((ring) => signedArea2(ring) > 0)).toBe(true);
  });

  test('every successor is a current county', () => {
    const successors = shipped.abolished.counties.flatMap((county) => county.successors);
    expect(successors.filter((code) => !shipped.countyCodes.has(code))).toEqual([]);
  });

  test('known places are in the right county', () => {
    const locator = createLocator({
      boundaries: shipped.boundaries,
      grids: [],
      successors: successorCodes(shipped.abolished),
      names: shipped.names,
    });
    const at = (lon: number, lat: number) => locator.divisionOf({ lon, lat });
    expect(at(112.5634, 37.863451)).toEqual({ code: '140106', name: '迎泽区', approximate: false });
    expect(at(111.579554, 36.07884)).toEqual({ code: '141002', name: '尧都区', approximate: false });
    // Old 潞城市 became 潞城区 as a whole; old 大同城区 was divided, so only the city is certain.
    expect(at(113.2289, 36.3341)).toEqual({ code: '140406', name: '潞城区', approximate: true });
    expect(at(113.2983, 40.0757)).toEqual({ code: '1402', name: '大同市', approximate: true });
    expect(at(116.4, 39.9)).toBeNull();
    expect(locator.gridOf({ lon: 112.5634, lat: 37.863451 })).toBeNull();
  });
});

describe('parseBoundaries', () => {
  const options = { countyCodes: new Set(['140105']), source: 'test' };
  const ring = [
    [112, 37],
    [113, 37],
    [113, 38],
    [112, 37],
  ];
  const feature = (code: string, coordinates: unknown) => ({
    type: 'Feature',
    properties: { code, name: '区' },
    geometry: { type: 'Polygon', coordinates },
  });
  const parse = (...features: unknown[]) =>
    parseBoundaries(JSON.stringify({ type: 'FeatureCollection', features }), options);

  test.each([
    [[feature('1401', [ring])], 'properties.code'],
    [[feature('140105', [ring.slice(0, 3)])], 'geometry.coordinates'],
    [[feature('140105', [[...ring.slice(0, 3), [112, 37.5]]])], '未闭合'],
    [[feature('140105', [ring.map(([lon, lat]) => [lat, lon])])], '超出省域'],
    [[feature('140106', [ring]), feature('140106', [ring])], '重复'],
  ])('refuses %#', (features, reason) => {
    const parsed = parse(...features);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problems[0]?.problem).toContain(reason);
  });

  test('reports text that is not GeoJSON', () => {
    expect(parseBoundaries('{', options)).toMatchObject({ ok: false, problems: [{ feature: null }] });
  });
});
