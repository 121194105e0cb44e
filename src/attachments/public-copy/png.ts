import { crc32 } from 'node:zlib';
import { type Orientation, orientationTiff } from './orientation.ts';

const SIGNATURE_LENGTH = 8;

/** Chunks that change how the picture looks (PNG third edition, section 11; the last three are of animations). Texts, times and EXIF are removed. */
const KEPT = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND'],
  ...['tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'mDCV', 'cLLI', 'bKGD', 'hIST', 'pHYs', 'sPLT'],
  ...['acTL', 'fcTL', 'fdAT'],
]);

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

/** The same picture without texts, times, EXIF, XMP and anything after its end. Undefined if the file is malformed. */
export const stripPng = (bytes: Uint8Array, orientation: Orientation): Uint8Array | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [bytes.subarray(0, SIGNATURE_LENGTH)];
  let at = SIGNATURE_LENGTH;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    if (KEPT.has(type)) parts.push(bytes.subarray(at, end));
    if (type === 'IHDR' && orientation !== 1) parts.push(chunk('eXIf', orientationTiff(orientation)));
    if (type === 'IEND') return Buffer.concat(parts);
    at = end;
  }
  return undefined;
};
