import { crcHj212, crcModbus, hex16, swapBytes } from '../wire/crc16.ts';
import { readSegment, type Segment } from './segment.ts';
import { isSealedArea, openArea, sealArea } from './sm4.ts';

export const CRC_DIALECTS = ['hj212', 'hj212-unpadded', 'modbus-low-first'] as const;
/**
 * How a device computes and writes its CRC: by the standard; by the standard without leading zeros (`A00` for `0A00`: one frame in
 * sixteen of a logger that prints numbers); or CRC-16/Modbus with the low byte first.
 */
export type CrcDialect = (typeof CRC_DIALECTS)[number];

/** Check digits that a device of this dialect sends after a segment. */
export const crcText = (dialect: CrcDialect, segment: Uint8Array): string =>
  hex16(dialect === 'modbus-low-first' ? swapBytes(crcModbus(segment)) : crcHj212(segment));

export interface Hj212Packet extends Segment {
  readonly mn: string;
  readonly cn: string;
  readonly st: string;
  readonly qn?: string;
  /** HJ 212-2025: RF=1, a resent record. */
  readonly resent: boolean;
  /** Number of this packet and total number of packets of a record; absent if it came in one. */
  readonly part?: { readonly number: number; readonly of: number };
  readonly encrypted: boolean;
}

export type PacketFailure = {
  readonly ok: false;
  readonly reason:
    | 'notAFrame'
    | 'lengthMismatch'
    | 'crcMismatch'
    | 'keyMissing'
    | 'notDecryptable'
    | 'noSender';
  readonly detail: string;
};

export interface DecodeOptions {
  readonly crc?: CrcDialect;
  /** 16 bytes; needed for an encrypted data area. */
  readonly sm4Key?: Uint8Array | undefined;
}

const failure = (reason: PacketFailure['reason'], detail: string): PacketFailure => ({
  ok: false,
  reason,
  detail,
});

export const HEAD_BYTES = 6;
export const CRC_BYTES = 4;
const OPENING = Buffer.from('CP=&&');

/** The sender of this packet, read before anything is checked: the device's settings determine how to check it. */
export const peekSender = (frame: Buffer): string | undefined =>
  /(?:^|[;,\s]|\d)MN\s*=\s*([^;&\s]{1,64})/i.exec(frame.toString('latin1', 0, 256))?.[1];

/**
 * Decodes one frame, `##` to CRC without CRLF (HJ 212-2017 section 6.3, HJ 212-2025). A frame with a wrong CRC or length is
 * refused, since nothing in the packet can be trusted then; every other deviation is an anomaly of the packet.
 */
export const decodePacket = (
  frame: Buffer,
  options: DecodeOptions = {},
): { readonly ok: true; readonly packet: Hj212Packet } | PacketFailure => {
  const head = /^##(\d{4})/.exec(frame.toString('latin1', 0, HEAD_BYTES));
  if (head === null || frame.length < HEAD_BYTES + CRC_BYTES)
    return failure('notAFrame', 'it does not begin with ## and four digits');
  const declared = Number(head[1]);
  const dialect = options.crc ?? 'hj212';
  const digits = dialect === 'hj212-unpadded' ? crcDigits(frame, declared) : CRC_BYTES;
  const sent = frame.subarray(HEAD_BYTES, frame.length - digits);
  const opened = openSegment(sent, options.sm4Key);
  if ('reason' in opened) return opened;
  const { segment, encrypted } = opened;
  if (declared !== sent.length && !(encrypted && declared === segment.length))
    return failure('lengthMismatch', `the length says ${declared}, there are ${sent.length} bytes`);
  const crc = frame.toString('latin1', frame.length - digits);
  const expected = crcText(dialect, segment);
  if (crc.toUpperCase().padStart(CRC_BYTES, '0') !== expected)
    return failure('crcMismatch', `the CRC says ${crc}, the bytes give ${expected}`);
  return assemble(segment, crc, encrypted);
};

/** How many digits of the CRC follow a segment of the declared length: fewer than four when their zeros were left out. */
const crcDigits = (frame: Buffer, declared: number): number => {
  const left = frame.length - HEAD_BYTES - declared;
  return left >= 1 && left < CRC_BYTES ? left : CRC_BYTES;
};

const assemble = (
  segment: Buffer,
  crc: string,
  encrypted: boolean,
): { readonly ok: true; readonly packet: Hj212Packet } | PacketFailure => {
  const read = readSegment(segment.toString('utf8'), segment.length);
  if (read === undefined) return failure('notAFrame', 'there is no data area CP=&&…&&');
  const { MN: mn, CN: cn, ST: st, QN: qn, RF: rf, PNUM, PNO } = read.header;
  if (mn === undefined || mn === '') return failure('noSender', 'MN is missing');
  if (cn === undefined || cn === '') return failure('notAFrame', 'CN is missing');
  const anomalies = [...read.anomalies];
  if (/[a-f]/.test(crc)) anomalies.push('crc-lower-case');
  const part = readPart(PNUM, PNO);
  return {
    ok: true,
    packet: {
      ...read,
      anomalies: anomalies.sort(),
      mn,
      cn,
      st: st ?? '',
      ...(qn === undefined || qn === '' ? {} : { qn }),
      resent: rf === '1',
      ...(part === undefined ? {} : { part }),
      encrypted,
    },
  };
};

const readPart = (pnum: string | undefined, pno: string | undefined): Hj212Packet['part'] => {
  const of = Number(pnum);
  const number = Number(pno);
  return Number.isInteger(of) && Number.isInteger(number) && number >= 1 && number <= of && of > 1
    ? { number, of }
    : undefined;
};

/** The segment in clear: the CRC of HJ 212-2025 is over the plain text. */
const openSegment = (
  sent: Buffer,
  key: Uint8Array | undefined,
): { readonly segment: Buffer; readonly encrypted: boolean } | PacketFailure => {
  const opening = sent.indexOf(OPENING);
  const start = opening + OPENING.length;
  const end = sent.lastIndexOf('&&');
  if (opening < 0 || end < start || !isSealedArea(sent.toString('latin1', start, start + 3)))
    return { segment: sent, encrypted: false };
  if (key === undefined)
    return failure('keyMissing', 'the data area is encrypted and the device has no SM4 key');
  const area = openArea(key, sent.subarray(start, end));
  if (area === undefined) return failure('notDecryptable', 'the data area is no list of whole SM4 blocks');
  return { segment: Buffer.concat([sent.subarray(0, start), area, sent.subarray(end)]), encrypted: true };
};

/** A packet to be encoded, strictly by the standard. */
export interface PacketDraft {
  readonly qn: string;
  readonly st: string;
  readonly cn: string;
  readonly pw: string;
  readonly mn: string;
  readonly flag: number;
  readonly part?: { readonly number: number; readonly of: number };
  readonly resent?: boolean;
  /** Between `CP=&&` and `&&`. */
  readonly area: string;
}

const segmentHead = (draft: PacketDraft): string =>
  `QN=${draft.qn};ST=${draft.st};CN=${draft.cn};PW=${draft.pw};MN=${draft.mn};Flag=${draft.flag};` +
  (draft.part === undefined ? '' : `PNUM=${draft.part.of};PNO=${draft.part.number};`) +
  (draft.resent === true ? 'RF=1;' : '') +
  'CP=&&';

const MAX_SEGMENT_BYTES = 9999;

/** A frame with its CRLF. With a key the data area is encrypted and the length is that of the encrypted text. */
export const encodePacket = (draft: PacketDraft, options: DecodeOptions = {}): Buffer => {
  const around = (area: Buffer) => Buffer.concat([Buffer.from(segmentHead(draft)), area, Buffer.from('&&')]);
  const area = Buffer.from(draft.area);
  const sent = around(options.sm4Key === undefined ? area : sealArea(options.sm4Key, area));
  if (sent.length > MAX_SEGMENT_BYTES)
    throw new RangeError(`a segment of ${sent.length} bytes does not fit in a packet`);
  const length = String(sent.length).padStart(4, '0');
  return Buffer.concat([
    Buffer.from(`##${length}`),
    sent,
    Buffer.from(`${crcText(options.crc ?? 'hj212', around(area))}\r\n`),
  ]);
};
