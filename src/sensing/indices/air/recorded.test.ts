import { describe, expect, it } from 'vitest';
import { readAirRecord } from '../../../../simulators/recorded.ts';
import { shippedTable } from '../../../testing/index-vectors.ts';
import { airQuality } from './aqi.ts';

const ITEMS = { 'SO2-1h': 'so2', 'NO2-1h': 'no2', 'CO-1h': 'co', 'O3-1h': 'o3' } as const;

describe('a year of a Beijing station', () => {
  it('gives an AQI for every hour that has a value, in both standards, and the new one is never milder', () => {
    const [before, after] = [
      shippedTable('airIndex', 'HJ 633-2012'),
      shippedTable('airIndex', 'HJ 633-2026'),
    ];
    const counts = { hours: 0, differing: 0, severe: 0, incomplete: 0 };
    for (const hour of readAirRecord(0)) {
      const gases = Object.fromEntries(
        Object.entries(ITEMS).map(([item, code]) => [item, hour[code] ?? null]),
      );
      const [pm25, pm10] = [hour.pm25 ?? null, hour.pm10 ?? null];
      // The hour's particulate values are used as 24-hour means here: the same numbers through both tables.
      const old = airQuality(before, 'hour', { ...gases, 'PM2.5-24h': pm25, 'PM10-24h': pm10 });
      const now = airQuality(after, 'hour', { ...gases, 'PM2.5-1h': pm25, 'PM10-1h': pm10 });
      if (now.aqi === null) continue;
      counts.hours += 1;
      if (now.aqi !== old.aqi) counts.differing += 1;
      if (now.aqi > 300) counts.severe += 1;
      if (now.missing.length > 0) counts.incomplete += 1;
      expect(now.aqi).toBeGreaterThanOrEqual(old.aqi ?? 0);
    }
    expect(counts).toMatchInlineSnapshot(`
      {
        "differing": 3648,
        "hours": 8691,
        "incomplete": 409,
        "severe": 332,
      }
    `);
  });
});
