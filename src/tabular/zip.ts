import { inflateRawSync } from 'node:zlib';

/** A file of an archive as its directory names it. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its local header stands. */
  readonly at: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MOST_COMMENT_BYTES = 65_535;

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const endOfDirectory = (view: DataView): number | undefined => {
  const first = Math.max(0, view.byteLength - END_BYTES - MOST_COMMENT_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  return undefined;
};

/**
 * The directory of a zip archive (APPNOTE 6.3, sections 4.3.12 and 4.3.16); undefined where it is not built as it should be. Each
 * entry takes its bytes, so the walk ends with them, whatever the count says. ZIP64, which no file needs that is small enough to
 * be taken, is not read: the library that stood here walked its fields for ever.
 */
export const readZipDirectory = (bytes: Uint8Array): readonly ZipEntry[] | undefined => {
  const view = viewOf(bytes);
  const end = endOfDirectory(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let n = 0; n < count; n += 1) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    const name = bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength);
    entries.push({
      name: Buffer.from(name).toString('utf8'),
      method: view.getUint16(at + 10, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += ENTRY_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
};

/** The bytes of an entry, as many as the directory says and no more. Throws where the archive is not built as it should be. */
export const unzipEntry = (bytes: Uint8Array, entry: ZipEntry): Uint8Array => {
  const view = viewOf(bytes);
  if (entry.at + LOCAL_BYTES > bytes.length || view.getUint32(entry.at, true) !== LOCAL_SIGNATURE)
    throw new Error(`no file at ${entry.at}`);
  const from =
    entry.at + LOCAL_BYTES + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
  const packed = bytes.subarray(from, from + entry.packedSize);
  if (packed.length !== entry.packedSize) throw new Error('a file that is longer than the archive');
  if (entry.method === 0) return packed.subarray(0, entry.size);
  if (entry.method !== 8) throw new Error(`method ${entry.method}`);
  return entry.size === 0 ? new Uint8Array() : inflateRawSync(packed, { maxOutputLength: entry.size });
};
