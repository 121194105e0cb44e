import { readFileSync } from 'node:fs';
import { crcHj212, crcModbus, hex16 } from '../../devices/wire/crc16.ts';
import type { WireStandard } from '../../devices/wire/index.ts';

/** What is fuzzed in a codec: its vectors, and how a damaged frame gets a right length and check sum again. */
export interface FuzzTarget {
  readonly standard: WireStandard;
  readonly seeds: readonly Buffer[];
  /** So that damage reaches the readers behind the check sum. */
  readonly repair: (bytes: Buffer) => Buffer;
  readonly sm4Key?: Buffer;
}

const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
};

const load = (standard: WireStandard, names: readonly string[]): string[] =>
  names.flatMap((name) => {
    const url = new URL(`../../devices/${standard}/vectors/${name}.json`, import.meta.url);
    return (JSON.parse(readFileSync(url, 'utf8')) as { input: unknown }[]).flatMap(({ input }) =>
      strings(input),
    );
  });

const repairHj212 = (bytes: Buffer): Buffer => {
  if (bytes.length < 10) return bytes;
  const segment = bytes.subarray(6, -4);
  return Buffer.concat([
    Buffer.from(`##${String(segment.length % 10_000).padStart(4, '0')}`),
    segment,
    Buffer.from(hex16(crcHj212(segment))),
  ]);
};

const repairSl651 = (bytes: Buffer): Buffer => {
  if (bytes.length < 17) return bytes;
  const text = Buffer.from(bytes.subarray(0, -2));
  text.writeUInt16BE((text.readUInt16BE(11) & 0xf000) | ((bytes.length - 17) & 0xfff), 11);
  const crc = Buffer.alloc(2);
  crc.writeUInt16BE(crcModbus(text));
  return Buffer.concat([text, crc]);
};

const repairGb26875 = (bytes: Buffer): Buffer => {
  if (bytes.length < 30) return bytes;
  const repaired = Buffer.from(bytes);
  repaired.writeUInt16LE((bytes.length - 30) & 0xffff, 24);
  repaired[bytes.length - 3] = repaired.subarray(2, -3).reduce((sum, byte) => (sum + byte) & 0xff, 0);
  repaired.fill(0x23, bytes.length - 2);
  return repaired;
};

export const createFuzzTargets = (): readonly FuzzTarget[] => [
  {
    standard: 'hj212',
    seeds: load('hj212', ['hj212-valid', 'hj212-invalid', 'hj212-flows-derived', 'hj212-2025'])
      .filter((text) => text.startsWith('##'))
      .map((text) => Buffer.from(text)),
    repair: repairHj212,
    // The test key of HJ 212-2025 Annex A.
    sm4Key: Buffer.alloc(16, 0x30),
  },
  {
    standard: 'sl651',
    seeds: load('sl651', ['sl651-valid', 'sl651-invalid', 'sl651-picture', 'sl651-built-derived'])
      .filter((text) => text.startsWith('7E7E'))
      .map((text) => Buffer.from(text, 'hex')),
    repair: repairSl651,
  },
  {
    standard: 'gb26875',
    seeds: load('gb26875', ['fire-gb26875']).map((text) => Buffer.from(text, 'hex')),
    repair: repairGb26875,
  },
];
