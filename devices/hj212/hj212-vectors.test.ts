import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crcHj212, crcModbus, hex16 } from '../wire/crc16.ts';
import { createHj212Framer } from './framer.ts';
import { decodePacket, encodePacket, peekSender } from './packet.ts';
import { findDataArea, readFlag, readSegment } from './segment.ts';
import { openArea, sealArea, sm4Decrypt, sm4Encrypt } from './sm4.ts';

const load = (name: string) =>
  JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8'));

interface Expected {
  accept: boolean;
  reason?: string;
  dialect?: string;
  declaredLength: number;
  lengthMatches: boolean;
  header: Record<string, string>;
  flag?: { value: number; ackRequired: boolean; split: boolean; version: number };
  qnTime?: string;
  dataTime?: string;
  cp: Record<string, string>;
  factors: Record<string, Record<string, string>>;
  factorCount: number;
  anomalies: string[];
}
interface Vector {
  id: string;
  input: string;
  expected: Expected;
}

const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text).toISOString());

const expectContent = (read: object, expected: Expected) => {
  expect(read).toMatchObject({ header: expected.header, cp: expected.cp, factors: expected.factors });
  const { qnTime, dataTime, flag, factors } = read as Record<string, object | string | undefined>;
  expect({ qnTime, dataTime, flag }).toEqual({
    qnTime: instant(expected.qnTime),
    dataTime: instant(expected.dataTime),
    flag: expected.flag,
  });
  expect(Object.keys(factors as object)).toHaveLength(expected.factorCount);
};

describe('HJ 212 vectors', () => {
  it.each<Vector>([...load('hj212-valid'), ...load('hj212-flows-derived')])(
    'reads $id',
    ({ input, expected }) => {
      const decoded = decodePacket(Buffer.from(input));
      if (!decoded.ok) throw new Error(decoded.detail);
      expectContent(decoded.packet, expected);
      expect(decoded.packet.anomalies).toEqual(expected.anomalies);
      expect(peekSender(Buffer.from(input))).toBe(expected.header.MN);
    },
  );

  it.each<Vector>(load('hj212-invalid'))(
    'refuses $id, and reads its text all the same',
    ({ input, expected }) => {
      const frame = Buffer.from(input);
      const decoded = decodePacket(frame);
      expect(decoded).toMatchObject({
        ok: false,
        reason: expected.lengthMatches ? 'crcMismatch' : 'lengthMismatch',
      });
      const segment = readSegment(input.slice(6, -4));
      expectContent(segment!, expected);
      expect(segment!.anomalies).toEqual(
        expected.anomalies.filter((anomaly) => anomaly !== 'crc-lower-case'),
      );
      if (expected.dialect !== undefined)
        expect(decodePacket(frame, { crc: 'modbus-low-first' })).toMatchObject({ ok: true });
    },
  );

  it.each<{ id: string; input: string; expected: { hj212: string; modbus: string } }>(load('hj212-crc'))(
    'computes $id',
    ({ input, expected }) => {
      expect(hex16(crcHj212(Buffer.from(input)))).toBe(expected.hj212);
      expect(hex16(crcModbus(Buffer.from(input)))).toBe(expected.modbus);
    },
  );

  it.each<{
    id: string;
    input: string | string[];
    expected: { packets: string[]; discardedBytes: number | null };
  }>(load('hj212-streams-derived'))('cuts $id', ({ input, expected }) => {
    const framer = createHj212Framer();
    const framed = [input].flat().flatMap((chunk) => framer.push(Buffer.from(chunk)));
    const texts = framed.filter(({ kind }) => kind === 'frame').map(({ bytes }) => bytes.toString());
    expect(texts).toEqual(expected.packets);
    const discarded = framed
      .filter(({ kind }) => kind === 'noise')
      .reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (expected.discardedBytes !== null) expect(discarded).toBe(expected.discardedBytes);
  });
});

describe('HJ 212-2025 vectors', () => {
  const vectors: { id: string; input: never; expected: never }[] = load('hj212-2025');
  const find = (id: string) => {
    const { input, expected } = vectors.find((vector) => vector.id === id)!;
    return { input: input as Record<string, never>, expected: expected as Record<string, never> };
  };

  it('reads the example of Annex A', () => {
    const { input, expected } = find('hj212-2025-a1');
    expect(decodePacket(Buffer.from(input as unknown as string))).toMatchObject({
      ok: true,
      packet: { header: expected.header, flag: expected.flag, cp: expected.cp },
    });
  });

  it('computes SM4 as GB/T 32907 does', () => {
    const { input, expected } = find('sm4-standard');
    const key = Buffer.from(input.keyHex!, 'hex');
    const sealed = sm4Encrypt(key, Buffer.from(input.plainHex!, 'hex'));
    expect(sealed.toString('hex')).toBe(expected.cipherHex);
    expect(sm4Decrypt(key, sealed).toString('hex')).toBe(input.plainHex);
  });

  it.each(['hj212-2025-flag8', 'hj212-2025-flag9', 'hj212-2025-flag10', 'hj212-2025-flag11'])(
    'reads the bits of %s',
    (id) => {
      const { input, expected } = find(id);
      const { version, split, ackRequired } = expected;
      expect(readFlag(input.Flag!)).toEqual({ value: input.Flag, version, split, ackRequired });
    },
  );

  it.each(['hj212-2025-enc-1', 'hj212-2025-enc-2'])('opens the data area of %s', (id) => {
    const { input, expected } = find(id);
    const sm4Key = Buffer.from(input.keyHex!, 'hex');
    const packet: string = input.packet!;
    const framed = createHj212Framer().push(Buffer.from(`${packet}\r\n`));
    expect(framed).toEqual([{ kind: 'frame', bytes: Buffer.from(packet) }]);
    const decoded = decodePacket(framed[0]!.bytes, { sm4Key });
    expect(decoded).toMatchObject({ ok: true, packet: { encrypted: true } });
    const area = findDataArea(packet)!;
    const plain = openArea(sm4Key, Buffer.from(packet.slice(area.start, area.end)));
    expect(plain?.toString()).toBe(expected.plainRegion);
    expect(sealArea(sm4Key, plain!).toString()).toBe(packet.slice(area.start, area.end));
    expect(decodePacket(framed[0]!.bytes)).toMatchObject({ ok: false, reason: 'keyMissing' });
    expect(decodePacket(framed[0]!.bytes, { sm4Key: Buffer.alloc(16) })).toMatchObject({ ok: false });
  });

  it('reads a resent record', () => {
    const { input, expected } = find('hj212-2025-resend');
    expect(decodePacket(Buffer.from(input as unknown as string))).toMatchObject({
      ok: true,
      packet: { resent: expected.resend, dataTime: instant(expected.dataTime) },
    });
  });

  it('writes what it reads', () => {
    const { input } = find('hj212-2025-resend');
    const frame = encodePacket({
      qn: '20240601085857223',
      st: '31',
      cn: '2051',
      pw: '123456',
      mn: '010000A8900016F000169DC0',
      flag: 9,
      resent: true,
      area: 'DataTime=20240601080000;a00000-Avg=17.5,a00000-Flag=N',
    });
    expect(frame.toString()).toBe(`${input}\r\n`);
  });
});
