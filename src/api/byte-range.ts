// By hand: one range is answered, and nothing is read leniently; range-parser gives lists and uses parseInt.
import type { ByteRange } from '../attachments/object-store.ts';

/**
 * `Range` (RFC 9110, section 14.2) for one range of bytes. Undefined: answer the whole (no range, several, or one that is not
 * understood); null: it lies outside (416).
 */
export const parseByteRange = (header: string | undefined, size: number): ByteRange | null | undefined => {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), size);
    return length === 0 ? null : { first: size - length, last: size - 1 };
  }
  const first = Number(match[1]);
  const last = match[2] === '' ? size - 1 : Number(match[2]);
  if (first >= size) return null;
  return last < first ? undefined : { first, last: Math.min(last, size - 1) };
};
