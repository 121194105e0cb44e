import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePacket, encodePacket, type PacketDraft } from './packet.ts';
import { mergeSplit, readingsOf } from './records.ts';
import type { Hj212Settings } from './settings.ts';

const RECEIVED = '2026-03-01T00:00:00.000Z';
const packet = (draft: Partial<PacketDraft>) => {
  const frame = encodePacket({
    qn: '20260301080000000',
    st: '22',
    cn: '2011',
    pw: '123456',
    mn: '010000A8900016F000169DC0',
    flag: 5,
    area: '',
    ...draft,
  });
  const decoded = decodePacket(frame.subarray(0, -2));
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.packet;
};
const read = (draft: Partial<PacketDraft>, settings: Hj212Settings = {}) => {
  const { readings, ...rest } = readingsOf(packet(draft), settings, RECEIVED);
  return { readings: readings[0], ...rest };
};
const DATA = 'DataTime=20260301080000;';

describe('values of HJ 212 in our indicators', () => {
  it('belong to a moment in 2011, with the flag of the device unless it is normal', () => {
    const area = `${DATA}a34004-Rtd=35.5,a34004-Flag=N;a21026-Rtd=12,a21026-Flag=M`;
    expect(read({ area })).toEqual({
      readings: {
        kind: 'readings',
        observedAt: '2026-03-01T00:00:00.000Z',
        sentAt: '2026-03-01T00:00:00.000Z',
        values: { pm25: 35.5, so2: { value: 12, flag: 'M' } },
        units: { pm25: 'µg/m³', so2: 'µg/m³' },
      },
      anomalies: [],
    });
  });

  it('belong to a period that begins with DataTime in 2051, 2061 and 2031, and to separate series', () => {
    const area = `${DATA}w21003-Min=0.1,w21003-Avg=0.2,w21003-Max=0.3,w21003-Cou=63.0,w21003-Flag=N`;
    expect(read({ st: '21', cn: '2061', area }).readings).toMatchObject({
      observedAt: '2026-03-01T00:00:00.000Z',
      period: { start: '2026-03-01T00:00:00.000Z', end: '2026-03-01T01:00:00.000Z' },
      values: {
        'ammoniaNitrogen.hourMin': 0.1,
        'ammoniaNitrogen.hourAvg': 0.2,
        'ammoniaNitrogen.hourMax': 0.3,
        'ammoniaNitrogen.hourTotal': 63,
      },
    });
    expect(read({ st: '21', cn: '2051', area }, { minuteInterval: 5 }).readings!.period!.end).toBe(
      '2026-03-01T00:05:00.000Z',
    );
    expect(read({ st: '21', cn: '2031', area }).readings!.values).toHaveProperty(['ammoniaNitrogen.dayAvg']);
    const primary = read({ st: '21', cn: '2061', area }, { primary: 'hour' }).readings!.values;
    expect(primary).toMatchObject({ ammoniaNitrogen: 0.2, 'ammoniaNitrogen.hourMin': 0.1 });
  });

  it('are converted exactly from the unit of the device', () => {
    const area = `${DATA}a34004-Rtd=75600.000;a01006-Rtd=90.12;a21026-Rtd=0.0351`;
    const units = { a34004: 'ng/m³', a21026: 'mg/m³' };
    expect(read({ area }, { units }).readings!.values).toEqual({ pm25: 75.6, pressure: 901.2, so2: 35.1 });
  });

  it('keep the code of the standard outside of ambient air, and the name of an unknown factor', () => {
    const area = `${DATA}a34013-Rtd=7;LAMPBLACK-Rtd=6.23;a21026-Rtd=18.5;__proto__-Rtd=1`;
    const { readings } = read({ st: '31', area });
    expect(Object.entries(readings!.values)).toEqual([
      ['a34013', 7],
      ['hj212:LAMPBLACK', 6.23],
      ['a21026', 18.5],
      ['hj212:__proto__', 1],
    ]);
  });

  it('understand the codes of 2005', () => {
    const area = `${DATA}011-Rtd=231.0;B01-Rtd=36.91`;
    expect(read({ st: '32', area }).readings!.values).toEqual({ chemicalOxygenDemand: 231, w00000: 36.91 });
    expect(read({ st: '31', area: `${DATA}01-Rtd=5` }).readings!.values).toEqual({ a34013: 5 });
  });

  it('report values that are not numbers, and invalid times', () => {
    const area = 'DataTime=20260230080000;a34004-Rtd=--;a34002-Rtd=7';
    expect(read({ area })).toMatchObject({
      readings: { observedAt: '2026-03-01T00:00:00.000Z', values: { pm10: 7 } },
      anomalies: ['DataTime-replaced', 'no-value:a34004-Rtd=--', 'as-sent:DataTime=20260230080000'],
    });
    expect(read({ area: 'DataTime=20260301080000' }).readings).toBeUndefined();
  });

  it('of a resent record are marked as such', () => {
    expect(read({ flag: 9, resent: true, area: `${DATA}a34004-Rtd=1` }).readings).toMatchObject({
      resent: true,
    });
  });
});

describe('packets of one record', () => {
  it('are merged by MN, CN and DataTime, factor by factor', () => {
    const first = packet({ flag: 7, part: { number: 1, of: 2 }, area: `${DATA}a34004-Rtd=1;a34002-Rtd=2` });
    const second = packet({
      qn: '20260301080000001',
      flag: 7,
      part: { number: 2, of: 2 },
      area: `${DATA}a21026-Rtd=3`,
    });
    const other = packet({ cn: '2051', area: `${DATA}a21026-Avg=9` });
    const merged = mergeSplit([first, other, second, first]);
    expect(merged.map(({ factors }) => Object.keys(factors))).toEqual([
      ['a34004', 'a34002', 'a21026'],
      ['a21026'],
    ]);
  });
});

describe('published packets', () => {
  it('give readings where they carry data', () => {
    const vectors: { input: string; expected: { header: { CN: string }; factorCount: number } }[] =
      JSON.parse(readFileSync(new URL('./vectors/hj212-valid.json', import.meta.url), 'utf8'));
    for (const { input, expected } of vectors) {
      const decoded = decodePacket(Buffer.from(input));
      if (!decoded.ok) throw new Error(decoded.detail);
      const { readings } = readingsOf(decoded.packet, {}, RECEIVED);
      const states = Object.keys(decoded.packet.cp).map((key) => `hj212:${key}`);
      const indicators = new Set(
        readings
          .flatMap(({ values }) => Object.keys(values))
          .map((code) => code.split('.')[0]!)
          .filter((code) => !states.includes(code)),
      );
      expect(indicators.size).toBe(expected.factorCount);
    }
  });
});
