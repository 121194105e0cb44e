import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeFireFrame } from './frame.ts';
import { GB26875 } from './protocol.ts';
import type { FireSettings } from './settings.ts';

const NOW = Date.parse('2026-11-28T07:00:00Z');
const receive = (hex: string, settings: FireSettings = {}) => {
  const read = GB26875.receive(GB26875.initialState, Buffer.from(hex, 'hex'), { settings }, NOW);
  if (!read.ok) throw new Error(read.detail);
  return read;
};
const values = (hex: string) =>
  receive(hex).records.map((record) => (record.kind === 'readings' ? record.values : undefined));
const isConfirmed = (answers: readonly Buffer[]): boolean => {
  const [answer] = answers.map((bytes) => decodeFireFrame(bytes));
  return answers.length === 1 && answer?.ok === true && answer.frame.command === 3;
};

/** The data of a type, as a frame of the transmitter 060504030201. */
const framed = (data: number[]): string => {
  const rest = [
    ...[1, 0, 1, 0, 0, 0, 15, 28, 11, 26, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0],
    ...[data.length & 0xff, data.length >> 8, 2, ...data],
  ];
  const sum = rest.reduce((total, byte) => total + byte, 0) & 0xff;
  return Buffer.from([0x40, 0x40, ...rest, sum, 0x23, 0x23]).toString('hex');
};
const AT = [0, 0, 15, 28, 11, 26];
const BIT0_CLEAR =
  '40400100010000000f1c0b1a01020304050600000000000030000202010101280100000002000000000000000000000000000000000000000000000000000000000000000000000f1c0b1a192323';

describe('GB/T 26875.3 in the field', () => {
  it('case 04 voltage is in tenths of a volt, current in tenths of an ampere', () => {
    expect(
      values(
        '40400100010000000f1c0b1a010203040506000000000000120002030110011001000000089d0800000f1c0b1a9e2323',
      ),
    ).toEqual([{ 'voltage.16-1-00000001': 220.5 }]);
    expect(
      values(
        '40400100010000000f1c0b1a010203040506000000000000120002030110011001000000097d0000000f1c0b1a772323',
      ),
    ).toEqual([{ 'current.16-1-00000001': 12.5 }]);
  });

  it('case 10 a registration without data, with one byte or without objects is confirmed and gives no dead letter', () => {
    const registration = '40400100010000000f1c0b1a010203040506000000000000000002692323';
    for (const input of [registration, framed([16]), framed([2, 0])]) {
      const { records, unread, answers } = receive(input);
      expect(records).toEqual([]);
      expect(unread).toBeUndefined();
      expect(isConfirmed(answers)).toBe(true);
    }
  });

  it('case 21 a fire with bit 0 clear is a test by default, but not for a device that never sets the bit', () => {
    expect(receive(BIT0_CLEAR).records).toMatchObject([{ detection: { type: 'fireAlarm' }, test: true }]);
    const [record] = receive(BIT0_CLEAR, { fireTestBit: 'ignored' }).records;
    expect(record).toMatchObject({ detection: { type: 'fireAlarm', track: '1-1-00000001' } });
    expect(record).not.toHaveProperty('test');
  });

  it('case 22 types 1, 21 and 24 are read: system fire, transmitter fire, manual alarm', () => {
    const fire = (data: number[]) => {
      const { records, unread, answers } = receive(framed(data));
      expect(unread).toBeUndefined();
      expect(isConfirmed(answers)).toBe(true);
      return records;
    };
    const observedAt = '2026-11-28T07:00:00.000Z';
    const detection = { observedAt, type: 'fireAlarm', confidence: 1 };
    expect(fire([1, 1, 1, 2, 3, 0, ...AT])).toMatchObject([
      { kind: 'detection', detection: { ...detection, track: '1-2', place: '火灾报警系统 2号' } },
    ]);
    expect(fire([21, 1, 3, ...AT])).toMatchObject([
      { kind: 'detection', detection: { ...detection, track: 'transmitter', place: '用户信息传输装置' } },
    ]);
    const manual = { track: 'transmitter-manualAlarm', place: '用户信息传输装置，操作员7' };
    expect(fire([24, 1, 4, 7, ...AT])).toMatchObject([
      { kind: 'detection', detection: { ...detection, ...manual } },
    ]);
  });

  it('case 22 as published: mains of the transmitter lost, duty call answered', () => {
    const [lost, answered] = [
      '40400100010120 3A091A090C 790300000000 385B01000000 0900 02 1501 08 023A091A090C 42 2323',
      '40400100010120 3A091A090C 790300000000 385B01000000 0A00 02 1801 2001 023A091A090C 5F 2323',
    ].map((input) => receive(input.replaceAll(' ', '')).records);
    expect(lost).toMatchObject([
      {
        detection: {
          type: 'firePowerFault',
          track: 'transmitter-mainPower',
          observedAt: '2012-09-26T01:58:02.000Z',
        },
      },
    ]);
    expect(answered).toMatchObject([{ detection: { type: 'fireDutyAnswered' } }]);
  });

  it('case 23 a second component has its own track and place', () => {
    const component = (address: number) => [1, 1, 40, address, 0, 0, 0, 3, 0, ...Array(31).fill(0), ...AT];
    expect(receive(framed([2, 2, ...component(1), ...component(2)])).records).toMatchObject([
      { detection: { track: '1-1-00000001', place: '感烟火灾探测器 00000001' } },
      { detection: { track: '1-1-00000002', place: '感烟火灾探测器 00000002' } },
    ]);
  });

  it('case 07 objects of one frame are taken in the order of their time', () => {
    const system = (minute: number) => [1, 1, 1, 0, 0, minute, 15, 28, 11, 26];
    const { records } = receive(framed([1, 3, ...system(9), ...system(1), ...system(5)]));
    const times = records.map((record) => record.kind === 'detection' && record.detection.observedAt);
    expect(times).toEqual([1, 5, 9].map((minute) => `2026-11-28T07:0${minute}:00.000Z`));
  });

  it('objects without their time label get the time of the frame', () => {
    const { records, anomalies } = receive(framed([21, 1, 3]));
    expect(records).toMatchObject([{ detection: { observedAt: '2026-11-28T07:00:00.000Z' } }]);
    expect(anomalies).toEqual(['object-time-missing']);
  });

  it('a wrong count loses no complete object, and the rest is reported', () => {
    const system = [1, 1, 3, 0, ...AT];
    for (const data of [
      [1, 2, ...system],
      [1, 1, ...system, ...system],
      [1, 2, ...system, 1, 1, 3],
    ]) {
      const { records, unread, answers } = receive(framed(data));
      expect(records).toHaveLength(1);
      expect(unread).toMatch(/are not [12] objects of type 1/);
      expect(isConfirmed(answers)).toBe(true);
    }
  });
});

describe('every row of the tables of GB/T 26875.3', () => {
  const vectors: {
    id: string;
    input: string;
    expected: { values?: object; detections?: [string, string][]; place?: string };
  }[] = JSON.parse(readFileSync(new URL('./vectors/fire-tables.json', import.meta.url), 'utf8'));

  it.each(vectors)('case 04 $id', ({ input, expected }) => {
    const { records, unread } = receive(input);
    expect(unread).toBeUndefined();
    if (expected.values !== undefined) expect(records).toMatchObject([{ values: expected.values }]);
    for (const [n, [type, track]] of (expected.detections ?? []).entries())
      expect(records[n]).toMatchObject({ detection: { type, track } });
    if (expected.detections !== undefined) expect(records).toHaveLength(expected.detections.length);
    if (expected.place !== undefined)
      expect(records).toMatchObject([{ detection: { place: expected.place } }]);
  });
});
