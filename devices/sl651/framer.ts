import type { Framer } from '../wire/record.ts';
import { createStreamFramer, type Measure } from '../wire/stream-framer.ts';
import { declaredLength, hasKnownEnd, hasRightCrc, LENGTH_KNOWN_BYTES, MAX_FRAME_BYTES } from './frame.ts';

/** Always by the length: 7E7E can occur inside a body. */
const measure = (buffer: Buffer, at: number): Measure => {
  if (buffer.length - at < LENGTH_KNOWN_BYTES) return 'incomplete';
  const length = declaredLength(buffer, at);
  if (length === undefined) return 'noise';
  if (buffer.length - at < length) return 'incomplete';
  const frame = buffer.subarray(at, at + length);
  if (!hasKnownEnd(frame)) return 'noise';
  return hasRightCrc(frame) ? length : 'wrongSum';
};

/** Cuts a byte stream into SL 651 frames, 7E7E to CRC. */
export const createSl651Framer = (maxFrameBytes = MAX_FRAME_BYTES): Framer =>
  createStreamFramer({
    opening: Buffer.from('7E7E', 'hex'),
    maxFrameBytes: Math.min(maxFrameBytes, MAX_FRAME_BYTES),
    measure,
    between: [0x0d, 0x0a],
  });
