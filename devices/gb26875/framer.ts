import type { Framer } from '../wire/record.ts';
import { createStreamFramer, type Measure } from '../wire/stream-framer.ts';
import { declaredLength, HEAD_BYTES, isWhole, MAX_FRAME_BYTES } from './frame.ts';

const measure = (buffer: Buffer, at: number): Measure => {
  if (buffer.length - at < HEAD_BYTES) return 'incomplete';
  const length = declaredLength(buffer, at);
  if (length === undefined) return 'noise';
  if (buffer.length - at < length) return 'incomplete';
  return isWhole(buffer.subarray(at, at + length)) ? length : 'wrongSum';
};

/** Cuts a byte stream into GB/T 26875.3 frames, 4040 to 2323. */
export const createFireFramer = (maxFrameBytes = MAX_FRAME_BYTES): Framer =>
  createStreamFramer({
    opening: Buffer.from('4040', 'hex'),
    maxFrameBytes: Math.min(maxFrameBytes, MAX_FRAME_BYTES),
    measure,
    between: [0x0d, 0x0a],
  });
