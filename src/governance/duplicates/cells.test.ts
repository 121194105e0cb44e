import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, cellsAround } from './cells.ts';
import { distanceM } from './compare.ts';

const point = fc.record({
  lon: fc.double({ min: 110, max: 115, noNaN: true }),
  lat: fc.double({ min: 34, max: 41, noNaN: true }),
});

describe('cells', () => {
  it('around a point contain every point within range', () => {
    fc.assert(
      fc.property(point, fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), (centre, direction) => {
        const reach = 300;
        const away = {
          lon: centre.lon + (Math.cos(direction) * 299) / (111_320 * Math.cos((centre.lat * Math.PI) / 180)),
          lat: centre.lat + (Math.sin(direction) * 299) / 111_320,
        };
        expect(distanceM(centre, away)).toBeLessThan(reach);
        expect(cellsAround(centre, reach).cells).toContain(cellOf(away));
      }),
    );
  });

  it('are few', () => {
    fc.assert(
      fc.property(point, (centre) => {
        expect(cellsAround(centre, 300).cells.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
