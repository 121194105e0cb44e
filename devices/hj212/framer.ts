import type { Framer } from '../wire/record.ts';
import { createStreamFramer, type Measure } from '../wire/stream-framer.ts';
import { CRC_BYTES, CRC_DIALECTS, crcText, HEAD_BYTES } from './packet.ts';

const HASHES = Buffer.from('##');
const SEALED_OPENING = Buffer.from('CP=&&{0x');
const AREA_END = Buffer.from('&&');
const CRC_DIGITS = /^[0-9A-Fa-f]{4}$/;

/** The opening of an encrypted area further on does not belong to this frame. */
const MAX_HEADER_BYTES = 512;

/** The maximum that four digits can express, with head and CRC. The standard's limit of 1024 is exceeded in the field. */
export const MAX_FRAME_BYTES = HEAD_BYTES + 9999 + CRC_BYTES;

/** One of the known CRCs matches; the decoder knows which one the device uses. */
const hasKnownCrc = (bytes: Buffer): boolean => {
  const segment = bytes.subarray(HEAD_BYTES, bytes.length - CRC_BYTES);
  const crc = bytes.toString('latin1', bytes.length - CRC_BYTES).toUpperCase();
  return CRC_DIALECTS.some((dialect) => crcText(dialect, segment) === crc);
};

/** Ends in `&&` and four hexadecimal digits. */
const endsAsFrame = (bytes: Buffer): boolean => {
  const end = bytes.length - CRC_BYTES;
  return bytes.toString('latin1', end - 2, end) === '&&' && CRC_DIGITS.test(bytes.toString('latin1', end));
};

/** One to three digits of a CRC whose leading zeros were left out, with what follows a frame. */
const UNPADDED_CRC = /^([0-9A-Fa-f]{1,3})[\r\n#]/;

/** Length of a frame whose CRC lacks its leading zeros; undefined if it is not one. The decoder knows whether the device may do so. */
const measureUnpadded = (frame: Buffer): number | undefined => {
  const end = frame.length - CRC_BYTES;
  if (frame.toString('latin1', end - 2, end) !== '&&') return undefined;
  const digits = UNPADDED_CRC.exec(frame.toString('latin1', end))?.[1];
  if (digits === undefined) return undefined;
  const crc = crcText('hj212', frame.subarray(HEAD_BYTES, end));
  return digits.toUpperCase().padStart(CRC_BYTES, '0') === crc ? end + digits.length : undefined;
};

/**
 * How long the frame at `at` is. By its length and never by line: CRLF is missing in the field. An encrypted data area of
 * HJ 212-2025 may be sent with the length of its plain text; then the end is `&&` and the CRC after the area.
 */
const measure = (buffer: Buffer, at: number): Measure => {
  const head = buffer.toString('latin1', at + 2, at + HEAD_BYTES);
  if (!/^\d*$/.test(head)) return 'noise';
  if (head.length < HEAD_BYTES - 2) return 'incomplete';
  const length = HEAD_BYTES + Number(head) + CRC_BYTES;
  const available = buffer.subarray(at, at + MAX_FRAME_BYTES);
  const opening = available.subarray(0, MAX_HEADER_BYTES).indexOf(SEALED_OPENING);
  if (opening >= 0 && opening < length) return measureSealed(available, opening, length);
  if (available.length < length) return 'incomplete';
  const frame = available.subarray(0, length);
  if (!endsAsFrame(frame)) return measureUnpadded(frame) ?? 'noise';
  return hasKnownCrc(frame) ? length : 'wrongSum';
};

const measureSealed = (available: Buffer, opening: number, declared: number): Measure => {
  if (available.length >= declared && endsAsFrame(available.subarray(0, declared))) return declared;
  const end = available.indexOf(AREA_END, opening + SEALED_OPENING.length);
  if (end < 0) return available.length < MAX_FRAME_BYTES ? 'incomplete' : 'noise';
  const length = end + AREA_END.length + CRC_BYTES;
  if (available.length < length) return available.length < MAX_FRAME_BYTES ? 'incomplete' : 'noise';
  return endsAsFrame(available.subarray(0, length)) ? length : 'noise';
};

/** Cuts a byte stream into HJ 212 frames, `##` to CRC. */
export const createHj212Framer = (maxFrameBytes = MAX_FRAME_BYTES): Framer =>
  createStreamFramer({
    opening: HASHES,
    maxFrameBytes: Math.min(maxFrameBytes, MAX_FRAME_BYTES),
    measure,
    between: [0x0d, 0x0a],
  });
