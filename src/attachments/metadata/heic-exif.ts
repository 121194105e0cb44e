import { type IsoBox, isoBox, isoBoxes } from './iso-boxes.ts';

/** Unsigned number of 0, 2, 4 or 8 bytes; undefined if it extends beyond the box. */
const readNumber = (view: DataView, at: number, size: number, end: number): number | undefined => {
  if (at + size > end) return undefined;
  if (size === 0) return 0;
  if (size === 2) return view.getUint16(at);
  if (size === 4) return view.getUint32(at);
  return size === 8 ? Number(view.getBigUint64(at)) : undefined;
};

/** Number of the item that contains EXIF (ISO/IEC 14496-12, 8.11.6: `iinf` with one `infe` per item, versions 2 and 3). */
const exifItem = (bytes: Uint8Array, view: DataView, info: IsoBox): number | undefined => {
  if (info.from + 8 > info.to) return undefined;
  const entries = info.from + (bytes[info.from] === 0 ? 6 : 8);
  for (const { type, from, to } of isoBoxes(bytes, entries, info.to)) {
    const wide = bytes[from] === 3;
    const kind = from + (wide ? 10 : 8);
    if (type !== 'infe' || kind + 4 > to || !(wide || bytes[from] === 2)) continue;
    const item = wide ? view.getUint32(from + 4) : view.getUint16(from + 4);
    if (Buffer.from(bytes.subarray(kind, kind + 4)).toString('latin1') === 'Exif') return item;
  }
  return undefined;
};

/** Where an item is in the file (8.11.3, `iloc`): its first extent, if it is in the file itself. */
const placeOf = (view: DataView, bytes: Uint8Array, box: IsoBox, item: number) => {
  const { from, to } = box;
  if (from + 8 > to) return undefined;
  const version = bytes[from]!;
  const [offsetSize, lengthSize] = [bytes[from + 4]! >> 4, bytes[from + 4]! & 15];
  const [baseSize, indexSize] = [bytes[from + 5]! >> 4, version === 0 ? 0 : bytes[from + 5]! & 15];
  const idSize = version < 2 ? 2 : 4;
  const count = readNumber(view, from + 6, idSize, to) ?? 0;
  let at = from + 6 + idSize;
  // Every item takes at least six bytes, so the loop ends with the box, whatever `count` says.
  for (let n = 0; n < count; n += 1) {
    const id = readNumber(view, at, idSize, to);
    const method = version === 0 ? 0 : readNumber(view, at + idSize, 2, to);
    at += idSize + (version === 0 ? 2 : 4);
    const base = readNumber(view, at, baseSize, to);
    const extents = readNumber(view, at + baseSize, 2, to);
    if (id === undefined || base === undefined || extents === undefined) return undefined;
    at += baseSize + 2;
    if (id === item) {
      const offset = readNumber(view, at + indexSize, offsetSize, to);
      const length = readNumber(view, at + indexSize + offsetSize, lengthSize, to);
      const outside = (method ?? 0) % 16 !== 0 || extents === 0;
      if (outside || offset === undefined || length === undefined) return undefined;
      return { from: base + offset, to: base + offset + length };
    }
    at += extents * (indexSize + offsetSize + lengthSize);
  }
  return undefined;
};

/** The TIFF block of a HEIC picture's EXIF item (ISO/IEC 23008-12, annex A.2.1); undefined where it has none. */
export const heicExif = (bytes: Uint8Array): Uint8Array | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const meta = isoBox(bytes, 'meta', 0, bytes.length);
  if (meta === undefined) return undefined;
  const inside = meta.from + 4;
  const info = isoBox(bytes, 'iinf', inside, meta.to);
  const location = isoBox(bytes, 'iloc', inside, meta.to);
  const item = info && exifItem(bytes, view, info);
  const place = location && item !== undefined ? placeOf(view, bytes, location, item) : undefined;
  if (place === undefined || place.from + 4 > place.to || place.to > bytes.length) return undefined;
  // The item begins with the offset of the TIFF header after this number.
  const tiff = place.from + 4 + view.getUint32(place.from);
  return tiff < place.to ? bytes.subarray(tiff, place.to) : undefined;
};
