import { describe, expect, it } from 'vitest';
import { areaOf, cornersOf, LONG_STEP, movedBy, STEP, withCornerAfter, withoutCorner } from './corners.ts';

const SQUARE = [
  { lon: 112, lat: 37 },
  { lon: 112.1, lat: 37 },
  { lon: 112.1, lat: 37.1 },
  { lon: 112, lat: 37.1 },
];

describe('the corners of an area', () => {
  it('are those of its outer border, and holes and further parts stay', () => {
    const area = areaOf(SQUARE, undefined)!;
    expect(cornersOf(area)).toEqual(SQUARE);
    expect(areaOf(SQUARE.slice(0, 2), undefined)).toBeUndefined();
    const hole = [[112.05, 37.05]];
    const two = { type: 'MultiPolygon' as const, coordinates: [[[], hole], [[[113, 38]]]] };
    expect(areaOf(SQUARE, two)!.coordinates).toEqual([[area.coordinates[0], hole], [[[113, 38]]]]);
  });
  it('are moved by arrow keys, put between others and taken away', () => {
    expect(movedBy(SQUARE[0]!, 'ArrowRight', STEP)).toEqual({ lon: 112.00001, lat: 37 });
    expect(movedBy(SQUARE[0]!, 'ArrowDown', LONG_STEP)).toEqual({ lon: 112, lat: 36.9999 });
    expect(movedBy(SQUARE[0]!, 'Enter', STEP)).toBeUndefined();
    expect(withCornerAfter(SQUARE, 3, (point) => point)[4]).toEqual({ lon: 112, lat: 37.05 });
    expect(withoutCorner(SQUARE, 1)).toHaveLength(3);
  });
});
