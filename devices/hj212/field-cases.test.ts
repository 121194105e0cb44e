import { describe, expect, it } from 'vitest';
import { createHj212Framer } from './framer.ts';
import { decodePacket, encodePacket } from './packet.ts';
import { HJ212 } from './protocol.ts';
import type { Hj212Settings } from './settings.ts';

const NOW = Date.parse('2026-11-28T07:00:05Z');
const DATA_TIME = '2026-11-28T07:00:00.000Z';

const receive = (bytes: Buffer, settings: Hj212Settings = {}) => {
  const [framed, ...others] = createHj212Framer().push(bytes);
  expect(others).toEqual([]);
  expect(framed?.kind).toBe('frame');
  return HJ212.receive(HJ212.initialState, framed!.bytes, { settings }, NOW);
};
const read = (input: string | Buffer, settings: Hj212Settings = {}) => {
  const received = receive(typeof input === 'string' ? Buffer.from(`${input}\r\n`) : input, settings);
  if (!received.ok) throw new Error(received.detail);
  const records = received.records.map((record) =>
    record.kind === 'readings' ? [record.observedAt, record.values] : [],
  );
  return { ...received, records };
};
/** A packet of our own with this data area. */
const packet = (area: string, cn = '2011', st = '22'): Buffer =>
  encodePacket({
    qn: '20261128150000000',
    st,
    cn,
    pw: '123456',
    mn: '010000A8900016F000169DC0',
    flag: 5,
    area: `DataTime=20261128150000;${area}`,
  });

const SCIENTIFIC =
  '##0143QN=20261128150000000;ST=22;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20261128150000;a34004-Rtd=35.2;a21005-Rtd=5E-05&&42C0';
const SUFFIX_AND_STATE =
  '##0155QN=20261128150000000;ST=22;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20261128150000;a34004-Rtd=37;FANSTATUS=1;a34004-ValidNum=10&&1100';
const DECIMAL_COMMA =
  '##0126QN=20261128150000000;ST=22;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20261128150000;a34004-Rtd=12,5&&5780';
const REPEATED =
  '##0136QN=20261128150000000;ST=22;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20261128150000;a21-Rtd=0.10;a21-Rtd=0.90&&F3C1';
const SAMPLE_TIME =
  '##0173QN=20261128150000000;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20261128150000;w01018-SampleTime=20261128110000,w01018-Rtd=45.1,w01018-Flag=N&&E541';
const UNPADDED =
  '##0139QN=20261128150000000;ST=22;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20261128150000;a34004-Rtd=300,a34004-Flag=N&&A00';

describe('HJ 212 in the field', () => {
  it('case 11 reads values in scientific notation', () => {
    const { records, unread, anomalies } = read(SCIENTIFIC);
    expect(records).toEqual([[DATA_TIME, { pm25: 35.2, co: 5e-5 }]]);
    expect([unread, anomalies]).toEqual([undefined, []]);
  });

  it.each([
    ['1.2E+02', 120],
    ['1.2e2', 120],
    ['-5.e-1', -0.5],
    ['.5E0', 0.5],
  ])('case 11 %s is %d, in another unit as well', (text, value) => {
    expect(read(packet(`a34004-Rtd=${text}`)).records).toEqual([[DATA_TIME, { pm25: value }]]);
    const inMilligrams = read(packet(`a34004-Rtd=${text}`), { units: { a34004: 'mg/m³' } });
    expect(inMilligrams.records).toEqual([[DATA_TIME, { pm25: value * 1000 }]]);
  });

  it.each(['NaN', '<0.5', '18.5ug/m3', '1E999', '1E-999', '5E', '--', '∞'])(
    'case 11 %s is not a number and is kept as sent, beside the valid values',
    (text) => {
      const { records, anomalies } = read(packet(`a34004-Rtd=35.2;a21005-Rtd=${text}`));
      expect(records).toEqual([[DATA_TIME, { pm25: 35.2 }]]);
      expect(anomalies).toEqual([`no-value:a21005-Rtd=${text}`]);
    },
  );

  it('case 12 keeps states and manufacturers’ suffixes as values under their names', () => {
    const { records, anomalies } = read(SUFFIX_AND_STATE);
    expect(records).toEqual([[DATA_TIME, { pm25: 37, 'hj212:FANSTATUS': 1, 'hj212:a34004-ValidNum': 10 }]]);
    expect(anomalies).toEqual(['unknown-suffix:a34004-ValidNum']);
  });

  it('case 12 keeps text as sent, and maps a state to the indicator configured for the device', () => {
    const area = 'a34004-Rtd=37,a34004-EFlag=C,a34004-Flag=N;FANSTATUS=on;DOOR=0;i11001-Info=pump 2';
    const { records, anomalies } = read(packet(area), { indicators: { DOOR: 'cabinetDoor' } });
    expect(records).toEqual([[DATA_TIME, { pm25: 37, cabinetDoor: 0 }]]);
    expect(anomalies).toEqual([
      'as-sent:a34004-EFlag=C',
      'as-sent:i11001-Info=pump 2',
      'as-sent:FANSTATUS=on',
    ]);
  });

  it('case 12 reads suffixes whatever their case', () => {
    const { records, anomalies } = read(packet('a34004-rtd=37,a34004-flag=M'));
    expect(records).toEqual([[DATA_TIME, { pm25: { value: 37, flag: 'M' } }]]);
    expect(anomalies).toEqual(['suffix-case']);
  });

  it('case 12 keeps a flag without a value', () => {
    const { records, anomalies } = read(packet('a34002-Rtd=7;a34004-Flag=D'));
    expect(records).toEqual([[DATA_TIME, { pm10: 7 }]]);
    expect(anomalies).toEqual(['as-sent:a34004-Flag=D']);
  });

  it('case 13 a decimal comma gives no value, and the frame is a dead letter', () => {
    const { records, unread, anomalies } = read(DECIMAL_COMMA);
    expect(records).toEqual([]);
    expect(unread).toBe('the packet contains no value');
    expect(anomalies).toEqual(['no-value:a34004-Rtd=12,5']);
  });

  it('case 13 text with a decimal comma is kept as sent if there are good values', () => {
    const { records, anomalies } = read(packet('a34004-Rtd=1,234.5,a34004-Flag=N;a34002-Rtd=7'));
    expect(records).toEqual([[DATA_TIME, { pm10: 7 }]]);
    expect(anomalies).toEqual(['no-value:a34004-Rtd=1,234.5']);
  });

  it('case 14 a code twice is an anomaly, and both values are kept', () => {
    const { records, anomalies } = read(REPEATED);
    expect(records).toEqual([[DATA_TIME, { 'hj212:a21': 0.9 }]]);
    expect(anomalies).toEqual(['doubled:a21-Rtd=0.10']);
  });

  it('case 14 two codes of one indicator are treated the same', () => {
    const { records, anomalies } = read(packet('a34004-Rtd=1;A34004-Rtd=2;x1-Rtd=3'), {
      indicators: { x1: 'pm25' },
    });
    expect(records).toEqual([[DATA_TIME, { pm25: 3 }]]);
    expect(anomalies).toEqual(['doubled:a34004-Rtd=1', 'doubled:A34004-Rtd=2']);
  });

  it('case 16 a value with a SampleTime is recorded at that time', () => {
    const { records, anomalies } = read(SAMPLE_TIME);
    expect(records).toEqual([['2026-11-28T03:00:00.000Z', { chemicalOxygenDemand: 45.1 }]]);
    expect(anomalies).toEqual([]);
  });

  it('case 16 only that value is, records are in the order of their time, and an invalid SampleTime is kept as sent', () => {
    const area =
      'w01001-Rtd=7.1;w01018-SampleTime=20261128142000,w01018-Rtd=45;w21003-SampleTime=soon,w21003-Rtd=1';
    const { records, anomalies } = read(packet(area, '2011', '32'));
    expect(records).toEqual([
      ['2026-11-28T06:20:00.000Z', { chemicalOxygenDemand: 45 }],
      [DATA_TIME, { ph: 7.1, ammoniaNitrogen: 1 }],
    ]);
    expect(anomalies).toEqual(['as-sent:w21003-SampleTime=soon']);
  });

  it('case 16 for a period the SampleTime is kept as sent, and the value belongs to the period', () => {
    const area = 'w01018-SampleTime=20261128142000,w01018-Avg=45';
    const { records, anomalies } = read(packet(area, '2061', '32'));
    expect(records).toEqual([[DATA_TIME, { 'chemicalOxygenDemand.hourAvg': 45 }]]);
    expect(anomalies).toEqual(['as-sent:w01018-SampleTime=20261128142000']);
  });

  it('case 17 a CRC without its leading zero is refused by default, and read if the device has the setting', () => {
    expect(receive(Buffer.from(`${UNPADDED}\r\n`))).toMatchObject({ ok: false });
    const { records, answers } = read(UNPADDED, { crc: 'hj212-unpadded' });
    expect(records).toEqual([[DATA_TIME, { pm25: 300 }]]);
    // What we send is by the standard.
    expect(decodePacket(answers[0]!.subarray(0, -2))).toMatchObject({ ok: true });
  });

  it('case 17 with the setting a CRC of four digits is read too, and a wrong CRC refused', () => {
    const settings = { crc: 'hj212-unpadded' } as const;
    expect(read(packet('a34004-Rtd=35'), settings).records).toEqual([[DATA_TIME, { pm25: 35 }]]);
    const wrong = Buffer.from(UNPADDED.replace('A00', 'A01'));
    expect(decodePacket(wrong, settings)).toMatchObject({ ok: false, reason: 'crcMismatch' });
  });

  it('case 17 frames are found however the stream is cut, with and without line ends', () => {
    const stream = Buffer.from(`${UNPADDED}\r\n${UNPADDED}${SCIENTIFIC}\r\n`);
    const framer = createHj212Framer();
    const framed = [...stream].flatMap((byte) => framer.push(Buffer.of(byte)));
    expect(framed.map(({ kind, bytes }) => [kind, bytes.toString()])).toEqual([
      ['frame', UNPADDED],
      ['frame', UNPADDED],
      ['frame', SCIENTIFIC],
    ]);
  });

  it('a number with more digits than we can represent is kept as sent, and so is a long text', () => {
    const digits = '1234567890.123456789';
    expect(read(packet(`a34004-Rtd=${digits}`)).anomalies).toEqual([`rounded:a34004-Rtd=${digits}`]);
    const long = read(packet(`a34004-Rtd=1;NOTE=${'x'.repeat(300)}`));
    expect(long.records).toHaveLength(1);
    expect(long.unread).toMatch(/more than 200/);
  });
});
