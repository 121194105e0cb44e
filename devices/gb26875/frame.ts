import { beijingTime } from '../wire/beijing-time.ts';

/** GB/T 26875.3-2011 table 3: control, send data, confirm, request, response, deny. */
export const COMMAND = { control: 1, send: 2, confirm: 3, request: 4, response: 5, deny: 6 } as const;

export interface FireFrame {
  readonly serial: number;
  /** Main and user version. */
  readonly version: string;
  /** Seconds, minutes, hours, day, month, year in binary; kept as sent, since an answer repeats none of it. */
  readonly sentAt: string | undefined;
  /** Twelve hex digits, high byte first (sent low byte first). */
  readonly source: string;
  readonly target: string;
  readonly command: number;
  readonly data: Buffer;
}

export type FireFailure = {
  readonly ok: false;
  readonly reason: 'notAFrame' | 'lengthMismatch' | 'checksum';
  readonly detail: string;
};

export const HEAD_BYTES = 27;
export const FRAME_OVERHEAD = 30;
export const MAX_DATA_BYTES = 1024;
export const MAX_FRAME_BYTES = MAX_DATA_BYTES + FRAME_OVERHEAD;
const LENGTH_AT = 24;
const CLOSING = 0x23;

export const declaredLength = (buffer: Buffer, at: number): number | undefined => {
  const data = buffer.readUInt16LE(at + LENGTH_AT);
  return data > MAX_DATA_BYTES ? undefined : data + FRAME_OVERHEAD;
};

const isClosed = (frame: Buffer): boolean =>
  frame[frame.length - 1] === CLOSING && frame[frame.length - 2] === CLOSING;

/** Low byte of the sum from the serial to the end of the data. */
const sumOf = (bytes: Uint8Array): number => {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum & 0xff;
};

export const isWhole = (frame: Buffer): boolean =>
  isClosed(frame) && sumOf(frame.subarray(2, -3)) === frame[frame.length - 3];

const reversedHex = (bytes: Buffer): string => Buffer.from(bytes).reverse().toString('hex').toUpperCase();

/** Six bytes: second, minute, hour, day, month, year of this century. */
export const readFireTime = (bytes: Uint8Array): string | undefined => {
  const [second, minute, hour, day, month, year] = bytes;
  return beijingTime(2000 + year!, month!, day!, hour!, minute!, second!);
};

/** Reads one frame (GB/T 26875.3-2011 section 6). */
export const decodeFireFrame = (
  frame: Buffer,
): { readonly ok: true; readonly frame: FireFrame } | FireFailure => {
  if (frame.length < FRAME_OVERHEAD || frame[0] !== 0x40 || frame[1] !== 0x40)
    return { ok: false, reason: 'notAFrame', detail: 'it does not begin with 4040 or is too short' };
  if (declaredLength(frame, 0) !== frame.length || !isClosed(frame))
    return { ok: false, reason: 'lengthMismatch', detail: 'the length does not fit' };
  if (!isWhole(frame)) return { ok: false, reason: 'checksum', detail: 'the check sum does not fit' };
  return {
    ok: true,
    frame: {
      serial: frame.readUInt16LE(2),
      version: `${frame[4]}.${frame[5]}`,
      sentAt: readFireTime(frame.subarray(6, 12)),
      source: reversedHex(frame.subarray(12, 18)),
      target: reversedHex(frame.subarray(18, 24)),
      command: frame[26]!,
      data: frame.subarray(HEAD_BYTES, -3),
    },
  };
};

/** A moment as six bytes: second, minute, hour, day, month, year of this century. */
export const fireTime = (epochMs: number): Buffer => {
  const local = new Date(epochMs + 8 * 3_600_000);
  return Buffer.of(
    local.getUTCSeconds(),
    local.getUTCMinutes(),
    local.getUTCHours(),
    local.getUTCDate(),
    local.getUTCMonth() + 1,
    local.getUTCFullYear() - 2000,
  );
};

export const encodeFireFrame = (frame: Omit<FireFrame, 'sentAt'>, nowMs: number): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(frame.serial);
  const [main, user] = frame.version.split('.').map(Number);
  head.writeUInt8(main ?? 1, 2);
  head.writeUInt8(user ?? 0, 3);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(frame.data.length);
  const summed = Buffer.concat([
    head,
    fireTime(nowMs),
    Buffer.from(frame.source, 'hex').reverse(),
    Buffer.from(frame.target, 'hex').reverse(),
    length,
    Buffer.of(frame.command),
    frame.data,
  ]);
  return Buffer.concat([Buffer.from('4040', 'hex'), summed, Buffer.of(sumOf(summed), CLOSING, CLOSING)]);
};

/** Confirms (or denies) a frame: the same serial number, source and target swapped. */
export const answerFireFrame = (frame: FireFrame, command: 'confirm' | 'deny', nowMs: number): Buffer =>
  encodeFireFrame(
    {
      serial: frame.serial,
      version: frame.version,
      source: frame.target,
      target: frame.source,
      command: COMMAND[command],
      data: Buffer.alloc(0),
    },
    nowMs,
  );
