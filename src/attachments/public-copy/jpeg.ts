import { type Orientation, orientationTiff } from './orientation.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;

const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** JFIF header, colour profile and Adobe's colour transform change how the picture looks; every other APPn is metadata. */
const keeps = (marker: number, payload: Uint8Array): boolean => {
  const named = (name: string) => [...name].every((char, n) => payload[n] === char.charCodeAt(0));
  if (marker === APP0) return named('JFIF\0');
  if (marker === APP2) return named('ICC_PROFILE\0');
  if (marker === APP14) return named('Adobe');
  return !((marker >= APP0 && marker <= APP15) || marker === COM);
};

const orientationSegment = (orientation: Orientation): Uint8Array => {
  const tiff = orientationTiff(orientation);
  const length = 2 + 6 + tiff.length;
  return Uint8Array.of(0xff, APP1, length >> 8, length & 0xff, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff);
};

/**
 * The same compressed picture without EXIF, XMP, IPTC, comments, thumbnails, and anything after its end (films of
 * "live" photos, further pictures). ITU-T T.81, annex B. Undefined if the file is malformed.
 */
export const stripJpeg = (bytes: Uint8Array, orientation: Orientation): Uint8Array | undefined => {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  const parts: Uint8Array[] = [Uint8Array.of(0xff, SOI)];
  let turned = orientation === 1;
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1; // fill byte (B.1.1.2)
      continue;
    }
    if (marker === EOI) {
      parts.push(Uint8Array.of(0xff, EOI));
      return Buffer.concat(parts);
    }
    if (isStandalone(marker)) {
      parts.push(bytes.subarray(at, at + 2));
      at += 2;
      continue;
    }
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    let end = at + 2 + length;
    if (!(length >= 2) || end > bytes.length) return undefined;
    // JFIF has to be first.
    if (!turned && marker !== APP0) {
      parts.push(orientationSegment(orientation));
      turned = true;
    }
    if (marker === SOS) end = endOfScan(bytes, end);
    if (keeps(marker, bytes.subarray(at + 4, end))) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
};

/** Entropy-coded data ends at the next marker that is neither a stuffed byte nor a restart (B.1.1.5). */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1]!;
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
};
