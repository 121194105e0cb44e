import { beijingTime, compactTime } from '../wire/beijing-time.ts';
import { crcModbus } from '../wire/crc16.ts';

/** Control characters of SL 651-2014 section 6.2. */
export const CONTROL = {
  STX: 0x02,
  ETX: 0x03,
  EOT: 0x04,
  ENQ: 0x05,
  ACK: 0x06,
  NAK: 0x15,
  SYN: 0x16,
  ETB: 0x17,
  ESC: 0x1b,
} as const;
export type Control = keyof typeof CONTROL;

const NAME_OF = new Map<number, Control>(
  Object.entries(CONTROL).map(([name, code]) => [code, name as Control]),
);
const END_CODES = new Set<number>([
  CONTROL.ETX,
  CONTROL.ETB,
  CONTROL.ENQ,
  CONTROL.EOT,
  CONTROL.ACK,
  CONTROL.NAK,
  CONTROL.ESC,
]);

export interface Sl651Frame {
  readonly direction: 'up' | 'down';
  /** Two hex digits. */
  readonly centre: string;
  /** Ten hex digits: `00` and 8 digits of SL 502, or 6 digits of a division and 2 bytes HEX. */
  readonly station: string;
  /** Four hex digits, opaque. */
  readonly password: string;
  /** Two hex digits. */
  readonly functionCode: string;
  readonly start: 'STX' | 'SYN';
  readonly end: Control;
  /** Packet of several (SYN); packet 1 alone has a body with serial and time. */
  readonly part?: { readonly number: number; readonly of: number };
  /** Between STX (or the three bytes behind SYN) and the end character. */
  readonly body: Buffer;
}

export type FrameFailure = {
  readonly ok: false;
  readonly reason: 'notAFrame' | 'lengthMismatch' | 'crcMismatch';
  readonly detail: string;
};

/** Bytes of a frame that its length does not count. */
export const FRAME_OVERHEAD = 17;
const HEAD_BYTES = 14;
const TAIL_BYTES = 3;
const PART_BYTES = 3;
export const MAX_BODY_BYTES = 0xfff;
export const MAX_FRAME_BYTES = MAX_BODY_BYTES + FRAME_OVERHEAD;

/** Length of the frame that begins at `at`; undefined when the bytes there cannot be the head of one. */
export const declaredLength = (buffer: Buffer, at: number): number | undefined => {
  const lengthWord = buffer.readUInt16BE(at + 11);
  const direction = lengthWord >> 12;
  const start = buffer[at + 13];
  if ((direction !== 0 && direction !== 8) || (start !== CONTROL.STX && start !== CONTROL.SYN))
    return undefined;
  return (lengthWord & MAX_BODY_BYTES) + FRAME_OVERHEAD;
};
export const LENGTH_KNOWN_BYTES = HEAD_BYTES;

export const hasKnownEnd = (frame: Buffer): boolean => END_CODES.has(frame[frame.length - TAIL_BYTES]!);

/** CRC-16/Modbus from 7E7E to the end character, sent high byte first (Modbus RTU sends the low byte first). */
export const hasRightCrc = (frame: Buffer): boolean =>
  crcModbus(frame.subarray(0, -2)) === frame.readUInt16BE(frame.length - 2);

const hex = (bytes: Buffer, start: number, length: number): string =>
  bytes.toString('hex', start, start + length).toUpperCase();

/** Reads one HEX/BCD frame (SL 651-2014 section 6.2, 6.3). Up, the centre comes first; down, the station. */
export const decodeFrame = (
  frame: Buffer,
): { readonly ok: true; readonly frame: Sl651Frame } | FrameFailure => {
  if (frame.length < FRAME_OVERHEAD || frame[0] !== 0x7e || frame[1] !== 0x7e)
    return { ok: false, reason: 'notAFrame', detail: 'it does not begin with 7E7E or is too short' };
  const length = declaredLength(frame, 0);
  if (length === undefined)
    return { ok: false, reason: 'notAFrame', detail: 'direction or start character is none' };
  if (length !== frame.length)
    return {
      ok: false,
      reason: 'lengthMismatch',
      detail: `the length says ${length} bytes, there are ${frame.length}`,
    };
  if (!hasRightCrc(frame)) return { ok: false, reason: 'crcMismatch', detail: 'the CRC does not fit' };
  if (!hasKnownEnd(frame)) return { ok: false, reason: 'notAFrame', detail: 'the end character is none' };
  const up = frame[11]! >> 4 === 0;
  const start = frame[13] === CONTROL.STX ? 'STX' : 'SYN';
  const counted = frame.subarray(HEAD_BYTES, -TAIL_BYTES);
  if (start === 'SYN' && counted.length < PART_BYTES)
    return { ok: false, reason: 'notAFrame', detail: 'a packet of several says not which' };
  return {
    ok: true,
    frame: {
      direction: up ? 'up' : 'down',
      centre: up ? hex(frame, 2, 1) : hex(frame, 7, 1),
      station: up ? hex(frame, 3, 5) : hex(frame, 2, 5),
      password: hex(frame, 8, 2),
      functionCode: hex(frame, 10, 1),
      start,
      end: NAME_OF.get(frame[frame.length - TAIL_BYTES]!)!,
      ...(start === 'SYN' ? { part: readPart(counted) } : {}),
      body: start === 'SYN' ? counted.subarray(PART_BYTES) : counted,
    },
  };
};

/** 12 bits packet count, 12 bits packet number from 1; they are inside the length. */
const readPart = (counted: Buffer): { number: number; of: number } => {
  const word = counted.readUIntBE(0, PART_BYTES);
  return { number: word & 0xfff, of: word >> 12 };
};

export const encodeFrame = (frame: Sl651Frame): Buffer => {
  const { direction, part } = frame;
  const partBytes = Buffer.alloc(part === undefined ? 0 : PART_BYTES);
  if (part !== undefined) partBytes.writeUIntBE((part.of << 12) | part.number, 0, PART_BYTES);
  const length = partBytes.length + frame.body.length;
  if (length > MAX_BODY_BYTES) throw new RangeError(`a body of ${length} bytes does not fit in a frame`);
  const lengthWord = Buffer.alloc(2);
  lengthWord.writeUInt16BE(length | (direction === 'up' ? 0 : 0x8000));
  const addresses = direction === 'up' ? frame.centre + frame.station : frame.station + frame.centre;
  const head = Buffer.from(`7E7E${addresses}${frame.password}${frame.functionCode}`, 'hex');
  const text = Buffer.concat([
    head,
    lengthWord,
    Buffer.of(CONTROL[frame.start]),
    partBytes,
    frame.body,
    Buffer.of(CONTROL[frame.end]),
  ]);
  const crc = Buffer.alloc(2);
  crc.writeUInt16BE(crcModbus(text));
  return Buffer.concat([text, crc]);
};

/** Four bits a digit; undefined when one is above 9. */
export const readBcd = (bytes: Uint8Array): string | undefined => {
  let digits = '';
  for (const byte of bytes) {
    if (byte >> 4 > 9 || (byte & 15) > 9) return undefined;
    digits += (byte >> 4).toString() + (byte & 15).toString();
  }
  return digits;
};

/** YYMMDDHHmm or YYMMDDHHmmSS in BCD, Beijing time of this century, as ISO 8601 UTC. */
export const readBcdTime = (bytes: Uint8Array): string | undefined => {
  const parts = readBcd(bytes)?.match(/\d\d/g)?.map(Number);
  if (parts === undefined) return undefined;
  const [year, month, day, hour, minute, second] = parts;
  return beijingTime(2000 + year!, month!, day!, hour!, minute!, second ?? 0);
};

/** A moment as YYMMDDHHmmSS in BCD. */
export const bcdTime = (epochMs: number): Buffer => Buffer.from(compactTime(epochMs).slice(2, 14), 'hex');

/**
 * The centre's answer to an upward frame: the same station, centre, password, function and serial, and the centre's time.
 * ESC keeps the station on the line, EOT lets it go, ACK asks for more packets, NAK asks again (SL 651-2014 section 6.5).
 */
export const answerFrame = (
  frame: Sl651Frame,
  serial: number,
  end: 'ESC' | 'EOT' | 'ACK' | 'NAK',
  nowMs: number,
): Buffer => {
  const serialBytes = Buffer.alloc(2);
  serialBytes.writeUInt16BE(serial);
  const { centre, station, password, functionCode } = frame;
  const body = Buffer.concat([serialBytes, bcdTime(nowMs)]);
  return encodeFrame({ direction: 'down', centre, station, password, functionCode, start: 'STX', end, body });
};
