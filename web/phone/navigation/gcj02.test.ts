import { describe, expect, it } from 'vitest';
import { metresBetween } from '../../../src/geography/distance.ts';
import { toGcj02 } from './gcj02.ts';
import { mapLinksTo } from './map-links.ts';

describe('a point as Chinese maps draw it', () => {
  it.each([
    ['Shanghai', 121.5272106, 31.1774276, 121.531541859215, 31.17530398364597],
    ['Shenzhen', 113.912316, 22.543847, 113.9171764808363, 22.540796131694766],
    ['Beijing', 116.377817, 39.911954, 116.38404722455657, 39.91334545536069],
  ])('%s, within a decimetre', (_city, lon, lat, gcjLon, gcjLat) => {
    expect(metresBetween(toGcj02({ lon, lat }), { lon: gcjLon, lat: gcjLat })).toBeLessThan(0.1);
  });

  it('Taiyuan is moved by hundreds of metres, what is outside China not at all', () => {
    const taiyuan = { lon: 112.565, lat: 37.868 };
    const metres = metresBetween(taiyuan, toGcj02(taiyuan));
    expect(metres).toBeGreaterThan(100);
    expect(metres).toBeLessThan(1000);
    expect(toGcj02({ lon: -70.6, lat: -33.4 })).toEqual({ lon: -70.6, lat: -33.4 });
  });
});

describe('the way to a place', () => {
  const place = { lon: 116.377817, lat: 39.911954, name: '井盖缺失 & 破损' };

  it('is handed to the map of the phone in its own coordinates', () => {
    const { amap } = mapLinksTo(place, 'Mozilla/5.0 (Linux; Android 14)');
    expect(amap).toMatch(/^amapuri:\/\/route\/plan\/\?/);
    expect(amap).toContain('dlat=39.913345&dlon=116.384047');
    expect(amap).toContain('dev=0');
    expect(amap).toContain('dname=%E4%BA%95%E7%9B%96%E7%BC%BA%E5%A4%B1%20%26%20%E7%A0%B4%E6%8D%9F');
    expect(mapLinksTo(place, 'Mozilla/5.0 (iPhone)').amap).toMatch(/^iosamap:\/\/path\?/);
  });

  it('is a geo URI in WGS 84 for every other', () => {
    expect(mapLinksTo(place, '').geo).toMatch(/^geo:39\.911954,116\.377817\?q=39\.911954,116\.377817\(/);
  });
});
