import { describe, expect, it } from 'vitest';
import { alike } from './alike.ts';
import { gridAt } from './grid-at.ts';
import { mostUsed } from './recent-matters.ts';

describe('what the report form offers', () => {
  it('categories by how often they were used of late, the latest first among equals', () => {
    const used = (codes: string) => [...codes].map((code) => ({ code }));
    expect(mostUsed(used('caba'))).toEqual(['a', 'c', 'b']);
    expect(mostUsed(used('1234567'))).toHaveLength(6);
  });

  it('first the categories of this time of day, over midnight too, and of this place', () => {
    const used = [
      { code: 'noise', at: Date.parse('2026-11-20T23:30:00+08:00'), point: { lon: 112.5, lat: 37.8 } },
      { code: 'litter', at: Date.parse('2026-11-20T08:00:00+08:00'), point: { lon: 112.565, lat: 37.868 } },
      { code: 'vendors', at: Date.parse('2026-11-20T18:00:00+08:00'), point: { lon: 112.5, lat: 37.8 } },
    ];
    const at = (moment: string) => Date.parse(`2026-11-30T${moment}:00+08:00`);
    expect(mostUsed(used, { at: at('18:40') })[0]).toBe('vendors');
    expect(mostUsed(used, { at: at('00:20') })[0]).toBe('noise');
    expect(mostUsed(used, { at: at('12:00'), point: { lon: 112.566, lat: 37.868 } })[0]).toBe('litter');
  });

  it('the grid of a point, of those that are kept', () => {
    const square = (code: string, west: number) =>
      ({
        type: 'Feature',
        properties: { code },
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [west, 37],
              [west + 1, 37],
              [west + 1, 38],
              [west, 38],
              [west, 37],
            ],
          ],
        },
      }) as never;
    const grids = [square('one', 111), square('two', 112)];
    expect(gridAt(grids, { lon: 112.5, lat: 37.5 })?.properties.code).toBe('two');
    expect(gridAt(grids, { lon: 114, lat: 37.5 })).toBeUndefined();
  });

  it('cases near and of the same category, nearest first', () => {
    const near = (caseId: string, lat: number, matterCode: string | null) =>
      ({ caseId, matterCode, location: { lon: 112.565, lat, address: '' } }) as never;
    const found = alike(
      [
        near('far', 37.869, 'm1'),
        near('other', 37.868, 'm2'),
        near('b', 37.8682, 'm1'),
        near('a', 37.8681, null),
      ],
      { lon: 112.565, lat: 37.868 },
      'm1',
    );
    expect(found.map(({ shown, metres }) => [shown.caseId, metres])).toEqual([
      ['a', 11],
      ['b', 22],
    ]);
  });
});
