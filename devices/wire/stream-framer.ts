import type { Framed, Framer } from './record.ts';

/** Length of the frame at a place; `incomplete` when that cannot be told yet; `noise` when no frame begins there. */
export type Measure = number | 'incomplete' | 'noise';

export interface StreamFramerOptions {
  /** Bytes that every frame begins with. */
  readonly opening: Buffer;
  readonly maxFrameBytes: number;
  readonly measure: (buffer: Buffer, at: number) => Measure;
  /** Bytes that may stand between frames and say nothing. */
  readonly between: readonly number[];
}

/**
 * The part of framing that the standards share. After what is no frame it goes on at the next opening behind the wrong one, so
 * that a damaged length swallows nothing; an incomplete frame gives way to a whole one that begins inside it.
 */
export const createStreamFramer = (options: StreamFramerOptions): Framer => {
  const { opening, measure } = options;
  const between = new Set(options.between);
  let rest: Buffer = Buffer.alloc(0);

  const noise = (bytes: Buffer, out: Framed[]): void => {
    let start = 0;
    let end = bytes.length;
    while (start < end && between.has(bytes[start]!)) start += 1;
    while (end > start && between.has(bytes[end - 1]!)) end -= 1;
    if (end > start) out.push({ kind: 'noise', bytes: bytes.subarray(start, end) });
  };

  /** First place from `from` on where a whole frame begins, and its length. */
  const nextWhole = (buffer: Buffer, from: number): { at: number; length: number } | undefined => {
    for (let at = buffer.indexOf(opening, from); at >= 0; at = buffer.indexOf(opening, at + 1)) {
      const length = measure(buffer, at);
      if (typeof length === 'number') return { at, length };
    }
    return undefined;
  };

  /** First place from `from` on where a frame may begin that is not complete yet. */
  const nextIncomplete = (buffer: Buffer, from: number): number => {
    for (let at = buffer.indexOf(opening, from); at >= 0; at = buffer.indexOf(opening, at + 1)) {
      if (measure(buffer, at) === 'incomplete') return at;
    }
    return tailThatMayOpen(buffer, from, opening);
  };

  return {
    push(chunk) {
      const buffer = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
      const out: Framed[] = [];
      let at = 0;
      for (let whole = nextWhole(buffer, at); whole !== undefined; whole = nextWhole(buffer, at)) {
        noise(buffer.subarray(at, whole.at), out);
        at = whole.at + whole.length;
        out.push({ kind: 'frame', bytes: buffer.subarray(whole.at, at) });
      }
      const kept = Math.max(nextIncomplete(buffer, at), buffer.length - options.maxFrameBytes);
      noise(buffer.subarray(at, kept), out);
      // A copy: a slice would keep the whole chunk alive.
      rest = Buffer.from(buffer.subarray(kept));
      return out;
    },
    pending: () => rest.length,
  };
};

/** Where the buffer's last bytes could be the beginning of an opening; its length when they cannot. */
const tailThatMayOpen = (buffer: Buffer, from: number, opening: Buffer): number => {
  for (let length = Math.min(opening.length - 1, buffer.length - from); length > 0; length -= 1) {
    const at = buffer.length - length;
    if (buffer.subarray(at).equals(opening.subarray(0, length))) return at;
  }
  return buffer.length;
};
