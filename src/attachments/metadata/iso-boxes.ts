export interface IsoBox {
  readonly type: string;
  /** Its content, header not included. */
  readonly from: number;
  readonly to: number;
}

const HEADER_BYTES = 8;
const LARGE_HEADER_BYTES = 16;

/**
 * The boxes between two offsets (ISO/IEC 14496-12, section 4.2). A length of 0 means up to the end; one that is shorter than its
 * header, or extends beyond the end, stops the loop: every step advances at least eight bytes, so it always terminates.
 */
export function* isoBoxes(bytes: Uint8Array, from: number, to: number): Generator<IsoBox> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = from;
  while (at + HEADER_BYTES <= to) {
    const stated = view.getUint32(at);
    const large = stated === 1;
    if (large && at + LARGE_HEADER_BYTES > to) return;
    const header = large ? LARGE_HEADER_BYTES : HEADER_BYTES;
    const length = large ? Number(view.getBigUint64(at + 8)) : stated === 0 ? to - at : stated;
    if (length < header || at + length > to) return;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, from: at + header, to: at + length };
    at += length;
  }
}

export const isoBox = (bytes: Uint8Array, type: string, from: number, to: number): IsoBox | undefined => {
  for (const box of isoBoxes(bytes, from, to)) if (box.type === type) return box;
  return undefined;
};
