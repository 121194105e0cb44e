import { describe, expect, it } from 'vitest';
import type { WireReadings } from '../../devices/wire/index.ts';
import type { IndicatorDefinition, ReadingsRecorded } from '../sensing/events.ts';
import { createUnits, type DeviceSeries } from '../sensing/index.ts';
import { frameRecordRequest } from './frame-records.ts';

const BEGAN = Date.parse('2026-11-24T08:00:00Z');
const PM25: IndicatorDefinition = {
  code: 'pm25',
  name: 'PM2.5',
  unit: 'μg/m³',
  min: 0,
  max: 1000,
  checks: { maxChangePerMinute: 50, maxGapIntervals: 10 },
};
const units = createUnits({
  tableId: 'units',
  tableVersion: 1,
  source: 'test',
  units: [
    { unit: 'μg/m³', aliases: [], quantity: 'concentration', factor: '1', offset: '0' },
    { unit: 'mg/m³', aliases: [], quantity: 'concentration', factor: '1000', offset: '0' },
  ],
});

/** The event data of the records of frames, one a minute. */
const recordAll = async (
  records: readonly (Pick<WireReadings, 'values'> & Partial<WireReadings>)[],
): Promise<ReadingsRecorded['data'][]> => {
  const series: DeviceSeries = new Map();
  const recorded: ReadingsRecorded['data'][] = [];
  for (const [n, record] of records.entries()) {
    const atMs = BEGAN + n * 60_000;
    const made = await frameRecordRequest(
      { kind: 'readings', observedAt: new Date(atMs).toISOString(), ...record },
      {
        deviceId: 'air-1',
        standard: 'hj212',
        anomalies: [],
        isProved: true,
        model: { modelId: 'air', indicators: new Map([['pm25', PM25]]), detections: new Map() },
        intervalSeconds: 60,
        units,
        series,
        nowMs: atMs,
        receivedAt: new Date(atMs).toISOString(),
        savePicture: () => Promise.resolve(undefined),
      },
    );
    recorded.push(made!.request.events[0]!.data as ReadingsRecorded['data']);
  }
  return recorded;
};

describe('records of frames', () => {
  it('are assessed against the values before them', async () => {
    const recorded = await recordAll([{ values: { pm25: 30 } }, { values: { pm25: 300 } }]);
    expect(recorded.map(({ quality }) => quality)).toEqual([undefined, { pm25: ['rateOfChange'] }]);
  });

  it('are stored in the units of the model', async () => {
    const [record] = await recordAll([{ values: { pm25: { value: 0.035, unit: 'mg/m³' } } }]);
    expect(record!.values).toEqual({ pm25: { value: 35, sent: { value: 0.035, unit: 'mg/m³' } } });
  });

  it('that are tests do not advance the series', async () => {
    const recorded = await recordAll([
      { values: { pm25: 30 } },
      { values: { pm25: 300 }, test: true },
      { values: { pm25: 31 } },
    ]);
    expect(recorded.map(({ quality }) => quality)).toEqual([undefined, { '*': ['testReport'] }, undefined]);
  });

  it('have statistics assessed only by range, and amounts not at all', async () => {
    const recorded = await recordAll([
      { values: { 'pm25.hourAvg': 30, 'pm25.hourTotal': 99_999 } },
      { values: { 'pm25.hourAvg': 300 } },
      { values: { 'pm25.hourAvg': 1001 } },
    ]);
    expect(recorded.map(({ quality }) => quality)).toEqual([
      undefined,
      undefined,
      { 'pm25.hourAvg': ['outOfRange'] },
    ]);
  });
});
