import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createUnits, normaliseUnits, unitTableSchema } from './units.ts';

const file = new URL('../../../data/units/units.json', import.meta.url);
const units = createUnits(unitTableSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));

describe('units', () => {
  it.each([
    [0.035, 'mg/m³', 'µg/m³', 35],
    [0.035, 'mg/m3', 'ug/m3', 35],
    [35_000, 'ng/m³', 'µg/m³', 35],
    [1.1, 'mg/m³', 'mg/m³', 1.1],
    [10, 'ft', 'm', 3.048],
    [100, 'ft³/s', 'm³/s', 2.8316846592],
    [293.15, 'K', '°C', 20],
    [-40, '℃', 'K', 233.15],
    [101.325, 'kPa', 'hPa', 1013.25],
    [1, '万m³', '10⁶ m³', 0.01],
    [7, 'µg/L', 'mg/L', 0.007],
  ])('%d %s in %s is %d', (value, from, to, converted) => {
    expect(units.convert(value, from, to)).toBe(converted);
  });

  it('are not mixed up', () => {
    expect(units.convert(1, 'm', 'm³')).toBeUndefined();
    expect(units.convert(1, 'furlong', 'm')).toBeUndefined();
    expect(units.convert(1, 'furlong', 'furlong')).toBe(1);
  });

  const indicator = (code: string, unit: string) => ({ code, name: code, unit, min: 0, max: 1000 });
  const indicators = new Map([
    ['pm25', indicator('pm25', 'µg/m³')],
    ['ph', indicator('ph', '')],
  ]);

  it('declared by a device are converted to those of its model, with the original', () => {
    const plain = { pm25: 35, ph: { value: 7, flag: 'N' } };
    expect(normaliseUnits(plain, indicators, units)).toBe(plain);
    const values = {
      pm25: { value: 0.035, unit: 'mg/m³', flag: 'N' },
      ph: { value: 7, unit: 'mV' },
      other: { value: 1, unit: 'm' },
    };
    expect(normaliseUnits(values, indicators, units)).toEqual({
      pm25: { value: 35, flag: 'N', sent: { value: 0.035, unit: 'mg/m³' } },
      ph: { value: 7, unit: 'mV' },
      other: { value: 1, unit: 'm' },
    });
    expect(normaliseUnits({ pm25: { value: 3, unit: 'µg/m³' } }, indicators, units)).toEqual({
      pm25: { value: 3 },
    });
  });
});
