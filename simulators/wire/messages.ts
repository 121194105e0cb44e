import { COMMAND, encodeFireFrame } from '../../devices/gb26875/frame.ts';
import { type DecodeOptions, encodePacket, type PacketDraft } from '../../devices/hj212/packet.ts';
import { bcdTime, encodeFrame, type Sl651Frame } from '../../devices/sl651/frame.ts';
import { compactTime } from '../../devices/wire/beijing-time.ts';

/** Frames as devices of each standard send them, in clean form; damage them with `mutate`. */

export interface Hj212Upload {
  readonly mn: string;
  readonly atMs: number;
  /** `a34004-Rtd` and the like. */
  readonly values: Readonly<Record<string, number | string>>;
  readonly cn?: string;
  readonly st?: string;
  readonly draft?: Partial<PacketDraft>;
  readonly options?: DecodeOptions;
}

/** A data packet that wants an answer; QN is the time of the values unless the draft says otherwise. */
export const hj212Upload = ({ mn, atMs, values, cn, st, draft, options }: Hj212Upload): Buffer => {
  const digits = compactTime(atMs);
  const items = Object.entries(values).map(([key, value]) => `;${key}=${value}`);
  return encodePacket(
    {
      qn: digits,
      st: st ?? '22',
      cn: cn ?? '2011',
      pw: '123456',
      mn,
      flag: 5,
      area: `DataTime=${digits.slice(0, 14)}${items.join('')}`,
      ...draft,
    },
    options,
  );
};

export interface Sl651Report {
  readonly station: string;
  readonly atMs: number;
  /** `39` → `14.420`: the decimals that are written are sent. */
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

/** 2F: keeps the line. */
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

export interface FireReport {
  /** Twelve hex digits. */
  readonly source: string;
  readonly atMs: number;
  readonly serial: number;
  /** Bits of GB/T 26875.3-2011 table 7: 1 normal operation, 2 fire, 4 fault … */
  readonly state: number;
  readonly component?: number;
  /** Letters of ASCII. */
  readonly place?: string;
}

/** The state of one component. */
export const fireReport = ({ source, atMs, serial, state, component, place }: FireReport): Buffer => {
  const object = Buffer.alloc(46);
  object.writeUInt8(1, 0);
  object.writeUInt8(1, 1);
  object.writeUInt8(40, 2);
  object.writeUInt32LE(component ?? 1, 3);
  object.writeUInt16LE(state, 7);
  object.write(place ?? '', 9, 31, 'latin1');
  [...bcdTime(atMs)].reverse().forEach((bcd, n) => {
    object.writeUInt8((bcd >> 4) * 10 + (bcd & 15), 40 + n);
  });
  return encodeFireFrame(
    {
      serial,
      version: '1.1',
      source,
      target: '000000000001',
      command: COMMAND.send,
      data: Buffer.concat([Buffer.of(2, 1), object]),
    },
    atMs,
  );
};
