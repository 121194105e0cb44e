import { describe, expect, test } from 'vitest';
import { runAtOnce } from '../platform/turns.ts';
import type { AreaGeometry, Ring } from './events.ts';
import { ringOf } from './geometry.ts';
import { gapsLeft, overlapsWith, sizeOf } from './grid-fit.ts';

const polygon = (ring: Ring): AreaGeometry => ({ type: 'Polygon', coordinates: [ring] });
const box = (west: number, south: number, east: number, north: number): AreaGeometry =>
  polygon(ringOf({ west, south, east, north }));
const other = (code: string, geometry: AreaGeometry) => ({ code, geometry });
/** Square metres of a box of a hundredth of a degree at 37.855°. */
const CELL = 976_000;
const near = (m2: number) => ({ least: m2 * 0.99, most: m2 * 1.01 });
const expectSize = (m2: number | undefined, expected: number): void => {
  const { least, most } = near(expected);
  expect(m2).toBeGreaterThan(least);
  expect(m2).toBeLessThan(most);
};
const cell = box(112.5, 37.85, 112.51, 37.86);

describe('an area', () => {
  test('has a size, without its holes', () => {
    expectSize(runAtOnce(sizeOf(cell)), CELL);
    const hole: Ring = [
      [112.5025, 37.8525],
      [112.5025, 37.8575],
      [112.5075, 37.8575],
      [112.5075, 37.8525],
      [112.5025, 37.8525],
    ];
    const holed: AreaGeometry = { type: 'Polygon', coordinates: [...(cell.coordinates as Ring[]), hole] };
    expectSize(runAtOnce(sizeOf(holed)), CELL * 0.75);
  });
});

describe('overlaps', () => {
  test('are found with their place and size', () => {
    const [found, ...rest] = runAtOnce(
      overlapsWith(cell, [
        other('half', box(112.505, 37.85, 112.52, 37.86)),
        other('beside', box(112.51, 37.85, 112.52, 37.86)),
        other('far', box(113, 37, 113.1, 37.1)),
      ]),
    );
    expect(rest).toEqual([]);
    expect(found!.other.code).toBe('half');
    expectSize(found!.piece.squareMetres, CELL / 2);
    const corners = found!.piece.geometry.coordinates.flat(2) as unknown as number[][];
    expect(Math.min(...corners.map(([lon]) => lon!))).toBeCloseTo(112.505, 9);
    expect(Math.max(...corners.map(([lon]) => lon!))).toBeCloseTo(112.51, 9);
  });
  test('are exact where slanted borders cross', () => {
    const diamond = polygon([
      [112.5, 37.855],
      [112.505, 37.85],
      [112.51, 37.855],
      [112.505, 37.86],
      [112.5, 37.855],
    ]);
    const [found] = runAtOnce(overlapsWith(diamond, [other('a', box(112.505, 37.85, 112.52, 37.86))]));
    expectSize(found!.piece.squareMetres, CELL / 4);
  });
  test('of less than a hundredth of a unit grid are none', () => {
    expect(runAtOnce(overlapsWith(cell, [other('a', box(112.509999, 37.85, 112.52, 37.86))]))).toEqual([]);
  });
});

describe('gaps', () => {
  const ringOf = [
    other('south', box(112.49, 37.84, 112.52, 37.85)),
    other('north', box(112.49, 37.86, 112.52, 37.87)),
    other('west', box(112.49, 37.85, 112.5, 37.86)),
  ];
  test('are what a grid gives up and no other takes over', () => {
    const smaller = box(112.5, 37.85, 112.505, 37.86);
    const [lost, ...rest] = runAtOnce(gapsLeft(cell, smaller, []));
    expect(rest).toEqual([]);
    expectSize(lost!.squareMetres, CELL / 2);
    expect(runAtOnce(gapsLeft(cell, smaller, [other('a', box(112.505, 37.85, 112.52, 37.86))]))).toEqual([]);
    expectSize(runAtOnce(gapsLeft(cell, undefined, []))[0]!.squareMetres, CELL);
  });
  test('are what a new grid encloses together with others', () => {
    expect(runAtOnce(gapsLeft(undefined, box(112.51, 37.85, 112.52, 37.856), ringOf))).toEqual([]);
    const [enclosed] = runAtOnce(gapsLeft(undefined, box(112.51, 37.85, 112.52, 37.86), ringOf));
    expectSize(enclosed!.squareMetres, CELL);
    expect(runAtOnce(gapsLeft(undefined, box(112.5, 37.85, 112.52, 37.86), ringOf))).toEqual([]);
  });
  test('that were there before are no fault of the change', () => {
    const east = box(112.51, 37.85, 112.52, 37.86);
    const wider = box(112.51, 37.85, 112.53, 37.86);
    expect(runAtOnce(gapsLeft(east, wider, ringOf))).toEqual([]);
  });
});
