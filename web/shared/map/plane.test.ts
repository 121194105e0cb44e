import { describe, expect, it } from 'vitest';
import { metresBetween } from '../../../src/geography/distance.ts';
import { flatShape, planeAround } from './plane.ts';
import { fitted, isSeen, onScreen, panned, scaleOf, zoomed } from './view.ts';

const HERE = { lon: 112.565, lat: 37.868 };
const plane = planeAround(HERE);

describe('the surroundings of a point laid flat', () => {
  it('give back the place of a point, and distances right to half a percent over a city', () => {
    const there = { lon: 112.61, lat: 37.9 };
    const at = plane.toPlane(there);
    expect(plane.toPlace(at)).toEqual(there);
    const metres = metresBetween(HERE, there);
    expect(Math.abs(Math.hypot(at.x, at.y) - metres) / metres).toBeLessThan(0.005);
  });

  it('have areas as paths with the box around them, whether of one part or several', () => {
    const square = [
      [112.56, 37.866],
      [112.57, 37.866],
      [112.57, 37.87],
      [112.56, 37.866],
    ];
    const one = flatShape({ type: 'Polygon', coordinates: [square] }, plane)!;
    expect(one.path).toMatch(/^M-439\.\d [\d.]+L.*Z$/);
    expect(one.bounds.west).toBeCloseTo(-439, 0);
    expect(flatShape({ type: 'MultiPolygon', coordinates: [[square], [square]] }, plane)!.path).toBe(
      one.path + one.path,
    );
    expect(flatShape({ type: 'MultiPolygon', coordinates: [] }, plane)).toBeUndefined();
  });
});

describe('a view', () => {
  const size = { width: 360, height: 240 };
  const box = { west: -100, east: 300, north: -50, south: 50 };
  const view = fitted(box, size, 50);

  it('fits a box, and does not come nearer than asked', () => {
    expect(view).toMatchObject({ x: 100, y: 0 });
    expect(onScreen(view, size, { x: -100, y: 0 }).x).toBeGreaterThan(0);
    expect(onScreen(view, size, { x: 300, y: 0 }).x).toBeLessThan(360);
    const point = { west: 5, east: 5, north: 5, south: 5 };
    expect(fitted(point, size, 240).metresPerPixel).toBe(1);
  });

  it('moves with the finger', () => {
    const before = onScreen(view, size, { x: 0, y: 0 });
    const after = onScreen(panned(view, 30, -20), size, { x: 0, y: 0 });
    expect(after.x).toBeCloseTo(before.x - 30);
    expect(after.y).toBeCloseTo(before.y + 20);
  });

  it('comes nearer about the point under the fingers', () => {
    const anchor = { x: 60, y: -40 };
    const under = {
      x: view.x + anchor.x * view.metresPerPixel,
      y: view.y + anchor.y * view.metresPerPixel,
    };
    const nearer = zoomed(view, 2, anchor);
    expect(nearer.metresPerPixel).toBeCloseTo(view.metresPerPixel / 2);
    expect(onScreen(nearer, size, under).x).toBeCloseTo(onScreen(view, size, under).x);
    expect(zoomed(view, 1e9).metresPerPixel).toBe(0.1);
  });

  it('knows what is in it', () => {
    expect(isSeen(view, size, box)).toBe(true);
    expect(isSeen(panned(view, 1000, 0), size, box)).toBe(false);
  });

  it('has a scale of a round distance', () => {
    expect(scaleOf({ ...view, metresPerPixel: 1 }, 80)).toEqual({ metres: 50, pixels: 50 });
    expect(scaleOf({ ...view, metresPerPixel: 100 }, 80)).toEqual({ metres: 5000, pixels: 50 });
    expect(scaleOf({ ...view, metresPerPixel: 0.1 }, 80)).toEqual({ metres: 5, pixels: 50 });
  });
});
