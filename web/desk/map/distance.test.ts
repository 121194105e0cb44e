import { expect, it } from 'vitest';
import { metresBetween } from './distance.ts';

it('is the distance between two points in metres', () => {
  expect(metresBetween({ lon: 112.58, lat: 37.86 }, { lon: 112.58, lat: 37.86 })).toBe(0);
  // A thousandth of a degree of latitude, and of longitude at that latitude.
  expect(metresBetween({ lon: 112.58, lat: 37.86 }, { lon: 112.58, lat: 37.861 })).toBeCloseTo(111.2, 0);
  expect(metresBetween({ lon: 112.58, lat: 37.86 }, { lon: 112.581, lat: 37.86 })).toBeCloseTo(87.8, 0);
});
