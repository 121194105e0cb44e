import { describe, expect, it } from 'vitest';
import type { AreaGeometry } from './events.ts';
import { gridPlacement } from './grid-division.ts';

const square = (west: number, east: number): AreaGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 37],
      [east, 37],
      [east, 38],
      [west, 38],
      [west, 37],
    ],
  ],
});
/** West of 112 lies 140105, east of it 140106, east of 114 nothing is known. */
const located =
  (approximate = false) =>
  ({ lon }: { lon: number }) =>
    lon > 114 ? null : { code: lon < 112 ? '140105' : '140106', name: '', approximate };

describe('the division that a grid names', () => {
  it.each([
    ['in its county', '140105', square(111, 112), 'inside'],
    ['a township of the county', '140105001', square(111, 112), 'inside'],
    ['the city around it', '1401', square(111, 113), 'inside'],
    ['a hair over the boundary', '140105', square(111, 112.001), 'inside'],
    ['in the county next to it', '140105', square(112.1, 113), 'outside'],
    ['half of it over there', '140105', square(111, 113), 'outside'],
    ['in another city', '1402', square(111, 112), 'outside'],
    ['where no boundary is known', '140105', square(114.1, 115), 'doubtful'],
  ])('%s', (_name, divisionCode, geometry, placement) => {
    expect(gridPlacement({ divisionCode, geometry }, located())).toBe(placement);
  });

  it('only warns where boundaries are approximate', () => {
    expect(gridPlacement({ divisionCode: '1402', geometry: square(111, 112) }, located(true))).toBe(
      'doubtful',
    );
  });

  it('is not distorted by many corners on one side', () => {
    const edge = Array.from({ length: 200 }, (_, n): [number, number] => [111.9, 37 + n / 200]);
    const geometry: AreaGeometry = {
      type: 'Polygon',
      coordinates: [[...edge, [113.9, 38], [113.9, 37], [111.9, 37]]],
    };
    expect(gridPlacement({ divisionCode: '140105', geometry }, located())).toBe('outside');
  });
});
