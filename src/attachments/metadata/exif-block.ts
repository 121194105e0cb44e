import { webpChunks } from '../public-copy/webp.ts';
import { heicExif } from './heic-exif.ts';

const EXIF_NAME = 'Exif\0\0';
const named = (bytes: Uint8Array, at: number): boolean =>
  [...EXIF_NAME].every((character, n) => bytes[at + n] === character.charCodeAt(0));

/** APP1 that begins with `Exif` (EXIF 2.32, section 4.7.2), in front of the picture. */
const jpegExif = (bytes: Uint8Array): Uint8Array | undefined => {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1; // fill byte (ITU-T T.81, B.1.1.2)
      continue;
    }
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const end = at + 2 + length;
    // The picture itself begins, or the file is malformed.
    if (marker === 0xda || marker === 0xd9 || length < 2 || end > bytes.length) return undefined;
    if (marker === 0xe1 && named(bytes, at + 4)) return bytes.subarray(at + 4 + EXIF_NAME.length, end);
    at = end;
  }
  return undefined;
};

/** Chunk `eXIf` (PNG third edition, section 11.3.4.5). */
const pngExif = (bytes: Uint8Array): Uint8Array | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    // "eXIf"
    if (view.getUint32(at + 4) === 0x65584966) return bytes.subarray(at + 8, end - 4);
    at = end;
  }
  return undefined;
};

/** Some programs write the name of JPEG's segment into WebP too. */
const webpExif = (bytes: Uint8Array): Uint8Array | undefined => {
  const data = webpChunks(bytes)?.find(({ type }) => type === 'EXIF')?.data;
  return data !== undefined && named(data, 0) ? data.subarray(EXIF_NAME.length) : data;
};

const FINDERS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array | undefined>> = {
  'image/jpeg': jpegExif,
  'image/png': pngExif,
  'image/webp': webpExif,
  'image/heic': heicExif,
};

/** The TIFF block with a picture's EXIF, found where its format stores it; undefined if there is none. Linear in the size of the file. */
export const exifBlock = (bytes: Uint8Array, mediaType: string): Uint8Array | undefined =>
  FINDERS[mediaType]?.(bytes);
