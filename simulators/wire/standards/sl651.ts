import { bcdTime, encodeFrame, type Sl651Frame } from '../../../devices/sl651/frame.ts';
import { crcModbus } from '../../../devices/wire/crc16.ts';
import type { SimulatedStandard } from './standard.ts';
import { vectorInputs } from './vectors.ts';

export interface Sl651Report {
  readonly station: string;
  readonly atMs: number;
  /** `39` → `14.420`: sent with the decimals as written. */
  readonly values: Readonly<Record<string, string>>;
  readonly serial?: number;
  readonly functionCode?: string;
  readonly stationClass?: string;
  readonly password?: string;
}

/** An element in BCD with its definition byte; negative values begin with FF. */
export const sl651Element = (id: string, text: string): Buffer => {
  const negative = text.startsWith('-');
  const [whole = '', decimals = ''] = text.replace('-', '').split('.');
  const digits = whole + decimals;
  const data = `${negative ? 'FF' : ''}${digits.length % 2 === 0 ? digits : `0${digits}`}`;
  const definition = ((data.length / 2) << 3) | decimals.length;
  return Buffer.from(`${id}${definition.toString(16).padStart(2, '0')}${data}`, 'hex');
};

export const sl651Report = (report: Sl651Report): Buffer => {
  const serial = Buffer.alloc(2);
  serial.writeUInt16BE(report.serial ?? 1);
  const time = bcdTime(report.atMs);
  const body = Buffer.concat([
    serial,
    time,
    Buffer.from(`F1F1${report.station}${report.stationClass ?? '48'}F0F0`, 'hex'),
    time.subarray(0, 5),
    ...Object.entries(report.values).map(([id, text]) => sl651Element(id, text)),
  ]);
  return encodeFrame({ ...sl651Head(report), start: 'STX', end: 'ETX', body });
};

/** 2F: link maintenance. */
export const sl651LinkKeeping = (report: Pick<Sl651Report, 'station' | 'atMs'>): Buffer =>
  encodeFrame({
    ...sl651Head({ ...report, functionCode: '2F' }),
    start: 'STX',
    end: 'ETX',
    body: Buffer.concat([Buffer.from('0001', 'hex'), bcdTime(report.atMs)]),
  });

const sl651Head = (report: Pick<Sl651Report, 'station' | 'functionCode' | 'password'>) =>
  ({
    direction: 'up',
    centre: '01',
    station: report.station,
    password: report.password ?? '1234',
    functionCode: report.functionCode ?? '32',
  }) as const satisfies Partial<Sl651Frame>;

const PICTURE_PART_BYTES = 280;

/** A photo in packets of several (function 36). */
export const sl651Picture = (
  report: Pick<Sl651Report, 'station' | 'atMs'>,
  picture: Buffer,
): readonly Buffer[] => {
  const time = bcdTime(report.atMs);
  const body = Buffer.concat([
    Buffer.from('0001', 'hex'),
    time,
    Buffer.from(`F1F1${report.station}48F0F0`, 'hex'),
    time.subarray(0, 5),
    Buffer.from('F3F3', 'hex'),
    picture,
  ]);
  const of = Math.ceil(body.length / PICTURE_PART_BYTES);
  return Array.from({ length: of }, (_, n) =>
    encodeFrame({
      ...sl651Head({ ...report, functionCode: '36' }),
      start: 'SYN',
      part: { number: n + 1, of },
      end: n + 1 === of ? 'ETX' : 'ETB',
      body: body.subarray(n * PICTURE_PART_BYTES, (n + 1) * PICTURE_PART_BYTES),
    }),
  );
};

export const SIMULATED_SL651: SimulatedStandard<'sl651'> = {
  resolutionMs: 60_000,
  shortestIntervalSeconds: 60,
  exampleProfile: { codes: { level: '39' } },
  // Ten decimal digits.
  aliasOf: (tag, number) => `${String(Number.parseInt(tag, 16) % 10_000).padStart(4, '0')}${number}`,
  framesOf(report, { codes }, { aliasId, serial }) {
    const values = Object.fromEntries(
      Object.entries(codes).map(([indicator, code]) => [code, `${report.values[indicator] ?? 0}`]),
    );
    const frameAt = (atMs: number) => sl651Report({ station: aliasId, atMs, values, serial });
    return [{ channel: 'telemetry', frameAt }];
  },
  noiseOf: (broken) => broken,
  fuzzed: () => ({
    seeds: vectorInputs('sl651', ['sl651-valid', 'sl651-invalid', 'sl651-picture', 'sl651-built-derived'])
      .filter((text) => text.startsWith('7E7E'))
      .map((text) => Buffer.from(text, 'hex')),
    repair(bytes) {
      if (bytes.length < 17) return bytes;
      const text = Buffer.from(bytes.subarray(0, -2));
      text.writeUInt16BE((text.readUInt16BE(11) & 0xf000) | ((bytes.length - 17) & 0xfff), 11);
      const crc = Buffer.alloc(2);
      crc.writeUInt16BE(crcModbus(text));
      return Buffer.concat([text, crc]);
    },
  }),
};
