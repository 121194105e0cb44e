import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metresBetween } from '../../geography/index.ts';
import { blurred, wholeSquaresAround } from './shown-place.ts';

const place = fc.record({
  lon: fc.double({ min: 110.2, max: 114.6, noNaN: true }),
  lat: fc.double({ min: 34.5, max: 40.8, noNaN: true }),
});
const METERS = 500;

describe('a blurred place', () => {
  it('is near, and the same for every place of its square', () => {
    fc.assert(
      fc.property(place, (at) => {
        const shown = blurred(at, METERS);
        expect(metresBetween(at, shown)).toBeLessThan(METERS);
        expect(blurred(shown, METERS)).toEqual(shown);
      }),
    );
  });

  it('is in an area or not as its whole square is: moving the area finds out no more', () => {
    fc.assert(
      fc.property(place, place, (at, about) => {
        const area = wholeSquaresAround(about, 3000, METERS);
        const isIn = (each: { lon: number; lat: number }) =>
          each.lon > area.west && each.lon < area.east && each.lat > area.south && each.lat < area.north;
        expect(isIn(at)).toBe(isIn(blurred(at, METERS)));
      }),
    );
  });
});
