import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsAround, metresBetween } from './distance.ts';
import { boxContains } from './geometry.ts';

describe('distance', () => {
  it('is in metres: a degree of latitude is 111.2 km, one of longitude at 60° half of that', () => {
    expect(metresBetween({ lon: 112, lat: 37 }, { lon: 112, lat: 38 })).toBeCloseTo(111_195, -1);
    expect(metresBetween({ lon: 112, lat: 60 }, { lon: 113, lat: 60 })).toBeCloseTo(55_597, -2);
    expect(metresBetween({ lon: 112, lat: 37 }, { lon: 112, lat: 37 })).toBe(0);
    expect(metresBetween({ lon: 112.58, lat: 37.86 }, { lon: 112.58, lat: 37.861 })).toBeCloseTo(111.2, 0);
    expect(metresBetween({ lon: 112.58, lat: 37.86 }, { lon: 112.581, lat: 37.86 })).toBeCloseTo(87.8, 0);
  });

  it('within a radius is also within its box', () => {
    const point = fc.record({
      lon: fc.double({ min: 112, max: 112.1, noNaN: true }),
      lat: fc.double({ min: 37, max: 37.1, noNaN: true }),
    });
    fc.assert(
      fc.property(point, point, (a, b) => {
        const metres = metresBetween(a, b) + 0.01;
        expect(boxContains(boundsAround(a, metres), b.lon, b.lat)).toBe(true);
      }),
    );
  });
});
