import { describe, expect, it } from 'vitest';
import { encodeFrame } from './frame.ts';
import { SL651 } from './protocol.ts';
import type { Sl651Settings } from './settings.ts';

const NOW = Date.parse('2026-11-28T07:00:05Z');
const receive = (frame: Buffer, settings: Sl651Settings = {}) => {
  const read = SL651.receive(SL651.initialState, frame, { settings }, NOW);
  if (!read.ok) throw new Error(read.detail);
  const records = read.records.map((record): [string, object] =>
    record.kind === 'readings' ? [record.observedAt, record.values] : ['', {}],
  );
  return { ...read, records };
};
const STATION = 'F1F1001122330448';
/** An upward frame with these elements, as hex. */
const framed = (elements: string, functionCode = '32'): Buffer =>
  encodeFrame({
    direction: 'up',
    centre: '05',
    station: '0011223304',
    password: '03E8',
    functionCode,
    start: 'STX',
    end: 'ETX',
    body: Buffer.from(`0200261128150014${STATION}F0F02611281500${elements}`.replaceAll(' ', ''), 'hex'),
  });
const AT = '2026-11-28T07:00:00.000Z';

const CREST =
  '7e7e05001122330403e834003d020033261128150014f1f1001122330448f0f026112815002619000040f0f02611281405f5c0000c000c001c003100960104012c01040096003100310031033d3e';
const LEVELS =
  '7e7e05001122330303e834003d020033261128150014f1f1001122330348f0f026112815002619000040f0f02611281405f5c0000c000c001c00310031003100310031003100310031003103d7a8';

describe('SL 651 in the field', () => {
  it('case 07 records of an hourly report with the total first are in the order of their time', () => {
    const { records } = receive(Buffer.from(CREST, 'hex'), { levelBase: 10 });
    const times = records.map(([at]) => at);
    expect(times).toEqual([...times].sort());
    expect(times).toHaveLength(12);
    expect(times.at(-1)).toBe(AT);
    expect(records.find(([at]) => at === '2026-11-28T06:35:00.000Z')?.[1]).toEqual({
      relativeLevel1: 3,
      level: 13,
    });
    expect(records.at(-1)?.[1]).toEqual({ rainfallTotal: 4, relativeLevel1: 0.49, level: 10.49 });
  });

  it('case 07 the same station without a crest', () => {
    const { records } = receive(Buffer.from(LEVELS, 'hex'));
    expect(records.map(([at]) => at)).toEqual(records.map(([at]) => at).sort());
    expect(records[0]).toEqual(['2026-11-28T06:05:00.000Z', { relativeLevel1: 0.12 }]);
  });

  it('case 11 invalid digits are kept as sent', () => {
    const { records, anomalies } = receive(framed('3923 00A14420 3812 1220'));
    expect(records).toEqual([[AT, { supplyVoltage: 12.2 }]]);
    expect(anomalies).toContain('as-sent:39=00A14420');
    const uniform = receive(framed('0418 000005 3923 00014420 00B14430', '31'));
    expect(uniform.records).toEqual([[AT, { level: 14.42 }]]);
    expect(uniform.anomalies).toContain('as-sent:39=00B14430');
  });

  it('case 14 one element twice is an anomaly, and both values are kept', () => {
    const { records, anomalies } = receive(framed('3923 00014420 3923 00014430'));
    expect(records).toEqual([[AT, { level: 14.43 }]]);
    expect(anomalies).toContain('doubled:39=14.42');
  });

  it('case 14 two elements of one indicator are both kept: river and reservoir level', () => {
    const { records, anomalies } = receive(framed('3923 00014420 3B23 00020000'));
    expect(records).toEqual([[AT, { level: 14.42, 'sl651:3B': 20 }]]);
    expect(anomalies).toContain('doubled:3B=20');
  });

  it('case 14 a measured level takes precedence over one derived from the array, whatever the order', () => {
    const array = `F5C0 0031${'FFFF'.repeat(11)}`;
    for (const elements of [`3923 00014420 ${array}`, `${array} 3923 00014420`]) {
      const { records } = receive(framed(elements), { levelBase: 10 });
      expect(records).toEqual([[AT, expect.objectContaining({ level: 14.42, relativeLevel1: 0.49 })]]);
    }
  });

  it('data of another station behind a relay become a dead letter, never readings of this one', () => {
    const { records, unread } = receive(
      framed('3923 00014420 F1F1001122330548 F0F02611281500 3923 00099000'),
    );
    expect(records).toEqual([[AT, { level: 14.42 }]]);
    expect(unread).toBe('data of other stations: 0011223305');
  });

  it('an invalid time of observation is kept as sent', () => {
    expect(receive(framed('F0F02613281500 3923 00014420')).anomalies).toContain('as-sent:F0F0=2613281500');
  });
});

describe('every row of the tables of SL 651', () => {
  it('case 04 element 05, hours and minutes as printed', () => {
    expect(receive(framed('0512 0130')).records).toEqual([[AT, { 'sl651:05': 1.3 }]]);
  });
});
