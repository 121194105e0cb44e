import { describe, expect, it } from 'vitest';
import { readMessage } from './message.ts';
import { readingsOf } from './records.ts';
import type { Sl651Settings } from './settings.ts';

const STATION = 'F1F1001234567848';
const read = (functionCode: string, elements: string, settings: Sl651Settings = {}) => {
  const body = Buffer.from(`0001240715080003${STATION}${elements}`, 'hex');
  return readingsOf(
    readMessage({ direction: 'up', functionCode }, body)!,
    settings,
    '2026-01-01T00:00:00.000Z',
  ).records;
};

describe('values of SL 651 in our indicators', () => {
  it('belong to the moment, or to the period that ends with it', () => {
    expect(read('32', 'F0F02407150800 2219000050 3923 00014420 3812 1220'.replaceAll(' ', ''))).toEqual([
      {
        kind: 'readings',
        observedAt: '2024-07-15T00:00:00.000Z',
        period: { start: '2024-07-14T23:55:00.000Z', end: '2024-07-15T00:00:00.000Z' },
        sentAt: '2024-07-15T00:00:03.000Z',
        values: { rainfall5min: 5 },
        units: { rainfall5min: 'mm' },
      },
      {
        kind: 'readings',
        observedAt: '2024-07-15T00:00:00.000Z',
        sentAt: '2024-07-15T00:00:03.000Z',
        values: { level: 14.42, supplyVoltage: 12.2 },
        units: { level: 'm', supplyVoltage: 'V' },
      },
    ]);
  });

  it('of the hourly array become twelve separate records, without the missing ones', () => {
    const records = read('34', 'F0F02407150705F4600500000014FFFFFFFFFF0000');
    expect(records).toHaveLength(7);
    expect(records[4]).toMatchObject({
      observedAt: '2024-07-14T23:25:00.000Z',
      period: { start: '2024-07-14T23:20:00.000Z' },
      values: { rainfall5min: 2 },
    });
  });

  it('are assigned to the right hour when the manufacturer sends the time of the report', () => {
    const array = 'F0F02407150730F460000000000000FFFFFFFFFFFF';
    const first = read('34', array, { hourlyArrayFrom: 'hourOfReport' })[0];
    expect(first).toMatchObject({ observedAt: '2024-07-14T23:05:00.000Z' });
  });

  it('of a relative level become heights above the base if it is known', () => {
    const array = 'F0F02407150705F5C0000C000C001C00310031FFFFFFFFFFFFFFFFFFFF00310031';
    expect(read('34', array)[0]).toMatchObject({ values: { relativeLevel1: 0.12 } });
    expect(read('34', array, { levelBase: 10 })[0]).toMatchObject({
      values: { relativeLevel1: 0.12, level: 10.12 },
    });
  });

  it('of a test report are flagged', () => {
    expect(read('30', 'F0F0240715080039230001442')).toEqual([]);
    expect(read('30', 'F0F024071508003923 00014420'.replace(' ', ''))).toMatchObject([{ test: true }]);
  });

  it('with manufacturers’ elements keep their id, or get the indicator configured for the device', () => {
    const elements = 'F0F02407150800FF1123000000213AFF';
    expect(read('32', elements)).toMatchObject([{ values: { 'sl651:FF11': 0.021 } }]);
    expect(read('32', elements, { indicators: { FF11: 'level' } })).toMatchObject([
      { values: { level: 0.021 } },
    ]);
  });
});
