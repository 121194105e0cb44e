import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseBoundaries } from './boundaries.ts';
import { boundsOf, ringOf, SHANXI_BOUNDS } from './geometry.ts';
import { generateGrids, TAIYUAN_DISTRICTS } from './grid-generator.ts';
import { importGrids } from './grid-import.ts';
import { createLocator } from './locator.ts';

const geojson = readFileSync(
  new URL('../../data/divisions/shanxi-counties.geojson', import.meta.url),
  'utf8',
);
const parsed = parseBoundaries(geojson, { countyCodes: new Set(TAIYUAN_DISTRICTS), source: 'test' });
const districts = parsed.ok ? parsed.boundaries.filter(({ code }) => TAIYUAN_DISTRICTS.includes(code)) : [];

describe('generateGrids', () => {
  const grids = generateGrids(districts);

  test('covers the six districts with cells of about a kilometre, each once', () => {
    expect(districts).toHaveLength(6);
    // The six districts have about 1,460 km², a cell 1.11 km by 0.88 km.
    expect(grids.length).toBeGreaterThan(1300);
    expect(grids.length).toBeLessThan(1700);
    expect(new Set(grids.map(({ divisionCode }) => divisionCode))).toEqual(new Set(TAIYUAN_DISTRICTS));
    expect(new Set(grids.map(({ code }) => code)).size).toBe(grids.length);
    expect(grids.find(({ code }) => code === '140106G0001')).toMatchObject({
      name: '迎泽区责任网格0001',
      synthetic: true,
      workerId: null,
    });
  });

  test('is deterministic, also in the order of counties', () => {
    expect(generateGrids([...districts].reverse())).toEqual(grids);
  });

  test('the centre of every cell is in its county and in its grid', () => {
    const locator = createLocator({ boundaries: districts, grids });
    const strays = grids.filter((grid) => {
      const { west, south, east, north } = boundsOf(grid.geometry);
      const centre = { lon: (west + east) / 2, lat: (south + north) / 2 };
      return (
        locator.gridOf(centre)?.code !== grid.code || locator.divisionOf(centre)?.code !== grid.divisionCode
      );
    });
    expect(strays).toEqual([]);
  });

  test('the cells pass the import of surveyed grids', () => {
    const features = grids.slice(0, 50).map(({ geometry, code, name, divisionCode }) => ({
      type: 'Feature',
      properties: { code, name, divisionCode },
      geometry,
    }));
    const imported = importGrids(Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })), {
      divisionOf: () => null,
    });
    expect(imported.problems).toEqual([]);
    expect(imported.grids.map(({ geometry }) => geometry)).toEqual(grids.slice(0, 50).map((g) => g.geometry));
  });

  test('the cell size bounds the number of cells', () => {
    expect(generateGrids(districts, { cellSizeDegrees: 0.05 }).length).toBeLessThan(80);
    expect(generateGrids([], {})).toEqual([]);
    expect(() => generateGrids(districts, { cellSizeDegrees: 0 })).toThrow(RangeError);
    const province = {
      code: '140105',
      name: '全省',
      geometry: { type: 'Polygon' as const, coordinates: [ringOf(SHANXI_BOUNDS)] },
    };
    expect(() => generateGrids([province], { cellSizeDegrees: 0.01 })).toThrow(/9999/);
  });
});
