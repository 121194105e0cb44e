import { describe, expect, it } from 'vitest';
import { readVectors, shippedTable } from '../../../testing/index-vectors.ts';
import { exact } from '../exact.ts';
import { type AirQuality, airLevelOf, airQuality } from './aqi.ts';
import { iaqiOf } from './iaqi.ts';
import { judgeAirLimit } from './limits.ts';
import { dayMean, eightHourMean, hourMean, maxEightHours, maxHour } from './means.ts';

const of2012 = shippedTable('airIndex', 'HJ 633-2012');
const of2026 = shippedTable('airIndex', 'HJ 633-2026');
const { validity } = shippedTable('airLimits').definition;

interface IaqiInput {
  readonly standard: string;
  readonly indicator: string;
  readonly concentration: number;
}

describe('IAQI', () => {
  it.each(readVectors<IaqiInput, { iaqi: number | null }>('air-iaqi'))('$id', ({ input, expected }) => {
    const table = shippedTable('airIndex', input.standard);
    expect(iaqiOf(table, input.indicator, input.concentration).iaqi).toBe(expected.iaqi);
  });

  it.each(readVectors<IaqiInput, { iaqi: number; notIaqi: number }>('air-known-wrong'))(
    '$id: differs from what others publish',
    ({ input, expected }) => {
      const table = shippedTable('airIndex', input.standard);
      expect(iaqiOf(table, input.indicator, input.concentration).iaqi).toBe(expected.iaqi);
      expect(expected.iaqi).not.toBe(expected.notIaqi);
    },
  );

  it('gives the reason if there is none', () => {
    expect(iaqiOf(of2012, 'SO2-1h', 800.1)).toEqual({ iaqi: null, reason: 'aboveRange', use: 'SO2-24h' });
    expect(iaqiOf(of2012, 'O3-8h', 801)).toEqual({ iaqi: null, reason: 'aboveRange', use: 'O3-1h' });
    expect(iaqiOf(of2012, 'PM2.5-1h', 10)).toEqual({ iaqi: null, reason: 'unknownItem' });
    expect(iaqiOf(of2026, 'O3-8h', null)).toEqual({ iaqi: null, reason: 'missing' });
    expect(() => iaqiOf(of2026, 'O3-8h', -1)).toThrow(RangeError);
  });

  it('stays within its range', () => {
    expect(iaqiOf(of2026, 'O3-8h', 801).iaqi).toBe(300);
    expect(iaqiOf(of2026, 'PM2.5-24h', 5000).iaqi).toBe(500);
    expect(iaqiOf(of2012, 'PM2.5-24h', 5000).iaqi).toBe(500);
  });

  it('gives the whole number at every breakpoint, without rounding it up', () => {
    for (const table of [of2012, of2026]) {
      const { breakpoints, iaqi } = table.definition;
      for (const [item, points] of Object.entries(breakpoints)) {
        for (const [n, point] of points.entries()) {
          if (point !== null) expect(iaqiOf(table, item, point).iaqi, `${item} ${point}`).toBe(iaqi[n]);
        }
      }
    }
  });

  it('never falls when the concentration rises', () => {
    for (const item of Object.keys(of2026.definition.breakpoints)) {
      let before = 0;
      for (let step = 0; step <= 1000; step += 1) {
        const { iaqi } = iaqiOf(of2026, item, step / 2);
        expect(iaqi).toBeGreaterThanOrEqual(before);
        before = iaqi ?? before;
      }
    }
  });
});

describe('AQI', () => {
  interface Input {
    readonly standard: string;
    readonly period: 'hour' | 'day';
    readonly concentrations: Readonly<Record<string, number | null>>;
  }
  interface Expected {
    readonly iaqi: AirQuality['iaqi'];
    readonly aqi: number;
    readonly primary: readonly string[];
    readonly publishable?: boolean;
    readonly level: number;
    readonly levelZh: string;
    readonly category: string;
    readonly colour: string;
  }

  it.each(readVectors<Input, Expected>('air-aqi'))('$id', ({ input, expected }) => {
    const { level, levelZh, category, colour, publishable = true, iaqi, aqi, primary } = expected;
    expect(airQuality(shippedTable('airIndex', input.standard), input.period, input.concentrations)).toEqual({
      standard: input.standard,
      tableId: expect.any(String),
      tableVersion: 1,
      period: input.period,
      iaqi,
      aqi,
      primary,
      level: { level, levelZh, category, colour },
      missing: expect.any(Array),
      publishable,
    });
  });

  it.each(
    readVectors<number, { level: number; levelZh: string; category: string; colour: string }>('air-level'),
  )('level of $input', ({ input, expected }) => {
    expect(airLevelOf(of2026, input)).toEqual(expected);
  });

  const clean = { 'PM2.5-24h': 20, 'PM10-24h': 40, 'SO2-24h': 8, 'NO2-24h': 20, 'CO-24h': 0.5, 'O3-8h': 80 };

  it('with a pollutant missing is published above 100 only, unless the site need not measure it', () => {
    const incomplete = { ...clean, 'SO2-24h': null };
    expect(airQuality(of2026, 'day', clean)).toMatchObject({ aqi: 40, publishable: true, missing: [] });
    expect(airQuality(of2026, 'day', incomplete)).toMatchObject({
      aqi: 40,
      publishable: false,
      missing: ['SO2'],
    });
    expect(airQuality(of2026, 'day', { ...incomplete, 'PM2.5-24h': 60 })).toMatchObject({
      aqi: 100,
      publishable: false,
    });
    expect(airQuality(of2026, 'day', { ...incomplete, 'PM2.5-24h': 61 }).publishable).toBe(true);
    expect(airQuality(of2026, 'day', incomplete, ['SO2'])).toMatchObject({ publishable: true, missing: [] });
    expect(airQuality(of2012, 'day', incomplete).publishable).toBe(true);
  });

  it('without any pollutant does not exist', () => {
    expect(airQuality(of2026, 'hour', {})).toMatchObject({
      aqi: null,
      level: null,
      primary: [],
      publishable: false,
    });
  });

  it('names every pollutant of a tie, and ozone once', () => {
    const tied = { ...clean, 'PM2.5-24h': 60, 'PM10-24h': 120 };
    expect(airQuality(of2026, 'day', tied).primary).toEqual(['PM10', 'PM2.5']);
    const ozone = airQuality(of2012, 'day', { ...clean, 'O3-1h': 300, 'O3-8h': 215 });
    expect(ozone).toMatchObject({ aqi: 150, primary: ['O3'] });
    const beyond = airQuality(of2012, 'day', { ...clean, 'O3-1h': 900, 'O3-8h': 801 });
    expect(beyond).toMatchObject({ aqi: 350, insteadOf: { 'O3-8h': 'O3-1h' }, missing: [] });
  });
});

describe('compliance with GB 3095', () => {
  it('is judged by the limits of the day', () => {
    const judged = (index: number, value: number) =>
      judgeAirLimit(
        [
          shippedTable('airLimits', 'GB 3095-2012'),
          { ...shippedTable('airLimits', 'GB 3095-2026'), validFrom: '2026-03-01' },
        ][index]!,
        'PM2.5',
        '24h',
        2,
        value,
      );
    expect(judged(0, 75)).toMatchObject({ standard: 'GB 3095-2012', limit: 75, meets: true, multiple: null });
    expect(judged(0, 90)).toMatchObject({ meets: false, multiple: 0.2 });
    expect(judged(1, 75)).toMatchObject({ standard: 'GB 3095-2026', meets: false });
    expect(judgeAirLimit(shippedTable('airLimits'), 'CO', 'year', 2, 1)).toBeUndefined();
  });
});

describe('means', () => {
  const hours = (count: number, value = 10) =>
    Array.from({ length: 24 }, (_, hour) => (hour < count ? exact(value) : null));

  it('of an hour need 45 minutes', () => {
    expect(hourMean(Array(44).fill(exact(1)), 60, validity)).toBeNull();
    expect(hourMean(Array(45).fill(exact(1)), 60, validity)).toEqual(exact(1));
    expect(hourMean([exact(7)], 3600, validity)).toEqual(exact(7));
    expect(hourMean([], 3600, validity)).toBeNull();
    expect(hourMean([exact(0.1), exact(0.2), exact(0.3)], 1200, validity)).toEqual(exact(0.2));
  });

  it('of a day need 20 hours, of eight hours 6', () => {
    expect(dayMean(hours(19), validity)).toBeNull();
    expect(dayMean(hours(20), validity)).toEqual(exact(10));
    expect(eightHourMean(hours(24).slice(19), validity)).toBeNull();
    expect(eightHourMean(hours(6).slice(0, 8), validity)).toEqual(exact(10));
  });

  it('take the largest hour and the largest eight hours within the day', () => {
    const day = Array.from({ length: 24 }, (_, hour) => exact(hour));
    expect(maxHour(day)).toEqual(exact(23));
    expect(maxEightHours(day, validity, exact(160))).toEqual(exact(19.5));
    expect(maxEightHours(hours(10), validity, exact(160))).toBeNull();
    expect(maxEightHours(hours(10, 170), validity, exact(160))).toEqual(exact(170));
  });
});
