// By hand: EXIF libraries decode everything that a file claims to have; this one reads a few tags, within bounds.
/** Texts and numbers of EXIF directories by tag. Values of other types are skipped. */
export type TiffValues = ReadonlyMap<number, string | readonly number[]>;

const ASCII = 2;
/** Bytes of one value by type (TIFF 6.0, section 2): SHORT, LONG, RATIONAL, SRATIONAL. */
const NUMBER_BYTES: Readonly<Record<number, number>> = { 3: 2, 4: 4, 5: 8, 10: 8 };
const ENTRY_BYTES = 12;
/** Cameras write some dozens. Together with the next two it bounds the cost of a directory, whatever its counts claim. */
const MOST_ENTRIES = 1000;
const MOST_CHARACTERS = 256;
const MOST_NUMBERS = 8;

export interface Tiff {
  /** Where the first directory begins. */
  readonly first: number;
  /** The wanted tags of the directory at an offset; anything outside the block is treated as missing. */
  directory(offset: number, wanted: readonly number[]): TiffValues;
}

const textOf = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes).toString('utf8');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
};

/** A TIFF block as EXIF 2.32 section 4.5 uses it; undefined if its header is invalid. It never follows a chain of directories, so it terminates. */
export const readTiff = (bytes: Uint8Array): Tiff | undefined => {
  if (bytes.length < 8) return undefined;
  const order = (bytes[0]! << 8) | bytes[1]!;
  if (order !== 0x4949 && order !== 0x4d4d) return undefined;
  const little = order === 0x4949;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(2, little) !== 42) return undefined;

  const number = (type: number, at: number): number => {
    if (type === 3) return view.getUint16(at, little);
    if (type === 4) return view.getUint32(at, little);
    if (type === 10) return view.getInt32(at, little) / view.getInt32(at + 4, little);
    return view.getUint32(at, little) / view.getUint32(at + 4, little);
  };

  const valueAt = (entry: number): string | readonly number[] | undefined => {
    const type = view.getUint16(entry + 2, little);
    const count = view.getUint32(entry + 4, little);
    const each = type === ASCII ? 1 : NUMBER_BYTES[type];
    if (each === undefined || count === 0) return undefined;
    const at = each * count <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
    if (at + each * count > bytes.length) return undefined;
    if (type === ASCII) return textOf(bytes.subarray(at, at + Math.min(count, MOST_CHARACTERS)));
    return Array.from({ length: Math.min(count, MOST_NUMBERS) }, (_, n) => number(type, at + n * each));
  };

  return {
    first: view.getUint32(4, little),
    directory(offset, wanted) {
      const values = new Map<number, string | readonly number[]>();
      if (offset + 2 > bytes.length) return values;
      const count = Math.min(view.getUint16(offset, little), MOST_ENTRIES);
      for (let n = 0; n < count; n += 1) {
        const entry = offset + 2 + n * ENTRY_BYTES;
        if (entry + ENTRY_BYTES > bytes.length) break;
        const tag = view.getUint16(entry, little);
        const value = wanted.includes(tag) && !values.has(tag) ? valueAt(entry) : undefined;
        if (value !== undefined) values.set(tag, value);
      }
      return values;
    },
  };
};
