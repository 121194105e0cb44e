// Own code: a single range is answered, and parsing is strict; range-parser returns lists and uses parseInt.
import type { ByteRange } from '../attachments/object-store.ts';

/**
 * `Range` (RFC 9110, section 14.2) for one range of bytes. Undefined: answer with the whole (no range, several, or one that cannot
 * be parsed); null: it is outside the file (416).
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
