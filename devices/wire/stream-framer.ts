import type { Framed, Framer } from './record.ts';

/**
 * Length of the frame at an offset; `incomplete` if it is not known yet; `noise` if no frame begins there; `wrongSum` if
 * only the check sum showed that.
 */
export type Measure = number | 'incomplete' | 'noise' | 'wrongSum';

export interface StreamFramerOptions {
  /** Bytes that every frame begins with. */
  readonly opening: Buffer;
  readonly maxFrameBytes: number;
  readonly measure: (buffer: Buffer, at: number) => Measure;
  /** Bytes that may occur between frames and mean nothing. */
  readonly between: readonly number[];
}

/**
 * Check sums that may be computed in vain for one chunk. Bytes can be crafted in which a long frame seems to begin every few bytes:
 * without a limit a sender could cause a thousand bytes of work with each byte, and keep the others waiting.
 */
const MAX_WRONG_SUMS = 64;

interface Scan {
  /** First complete frame. */
  readonly whole?: { readonly at: number; readonly length: number };
  /** First place where an incomplete frame may begin, if there is no complete one. */
  readonly incompleteAt: number;
}

/**
 * The part of framing that the standards share. After bytes that are not a frame it continues at the next opening after the wrong one, so
 * that a damaged length swallows nothing; an incomplete frame gives way to a complete one that begins inside it.
 */
export const createStreamFramer = (options: StreamFramerOptions): Framer => {
  const { opening, measure, maxFrameBytes } = options;
  const between = new Set(options.between);
  let rest: Buffer = Buffer.alloc(0);

  const noise = (bytes: Buffer, out: Framed[]): void => {
    let start = 0;
    let end = bytes.length;
    while (start < end && between.has(bytes[start]!)) start += 1;
    while (end > start && between.has(bytes[end - 1]!)) end -= 1;
    if (end > start) out.push({ kind: 'noise', bytes: bytes.subarray(start, end) });
  };

  const scan = (buffer: Buffer, from: number, budget: { wrongSums: number }): Scan => {
    let incompleteAt: number | undefined;
    for (let at = buffer.indexOf(opening, from); at >= 0; at = buffer.indexOf(opening, at + 1)) {
      const measured = measure(buffer, at);
      if (typeof measured === 'number' && measured <= maxFrameBytes)
        return { whole: { at, length: measured }, incompleteAt: at };
      if (measured === 'incomplete') incompleteAt ??= at;
      if (measured === 'wrongSum') {
        budget.wrongSums += 1;
        if (budget.wrongSums > MAX_WRONG_SUMS) return { incompleteAt: buffer.length };
      }
    }
    return { incompleteAt: incompleteAt ?? tailThatMayOpen(buffer, from, opening) };
  };

  return {
    push(chunk) {
      const buffer = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
      const out: Framed[] = [];
      const budget = { wrongSums: 0 };
      let at = 0;
      let found = scan(buffer, at, budget);
      for (; found.whole !== undefined; found = scan(buffer, at, budget)) {
        noise(buffer.subarray(at, found.whole.at), out);
        at = found.whole.at + found.whole.length;
        out.push({ kind: 'frame', bytes: buffer.subarray(found.whole.at, at) });
      }
      const kept = Math.max(found.incompleteAt, buffer.length - maxFrameBytes);
      noise(buffer.subarray(at, kept), out);
      // A copy: a slice would keep the whole chunk alive.
      rest = Buffer.from(buffer.subarray(kept));
      return out;
    },
    pending: () => rest.length,
  };
};

/** Where the buffer's last bytes could be the beginning of an opening; its length if they cannot. */
const tailThatMayOpen = (buffer: Buffer, from: number, opening: Buffer): number => {
  for (let length = Math.min(opening.length - 1, buffer.length - from); length > 0; length -= 1) {
    const at = buffer.length - length;
    if (buffer.subarray(at).equals(opening.subarray(0, length))) return at;
  }
  return buffer.length;
};
