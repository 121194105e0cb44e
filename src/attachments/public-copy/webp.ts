import { type Orientation, orientationTiff } from './orientation.ts';

export interface WebpChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** Chunks of a WebP file (RFC 9649, section 2); undefined if it is malformed. */
export const webpChunks = (bytes: Uint8Array): WebpChunk[] | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return undefined;
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) return undefined;
  const chunks: WebpChunk[] = [];
  let at = 12;
  while (at + 8 <= end) {
    const size = view.getUint32(at + 4, true);
    if (at + 8 + size > end) return undefined;
    const type = Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks.length > 0 ? chunks : undefined;
};

const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Flags of VP8X (section 2.7.1): EXIF and XMP metadata. */
const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;

/** The same picture without EXIF, XMP and unknown chunks. A picture without VP8X cannot carry metadata, nor an orientation. */
export const stripWebp = (bytes: Uint8Array, orientation: Orientation): Uint8Array | undefined => {
  const chunks = webpChunks(bytes)?.filter(({ type }) => KEPT.has(type));
  if (chunks === undefined || chunks.length === 0) return undefined;
  const extended = chunks[0]!.type === 'VP8X' && chunks[0]!.data.length >= 10;
  const turned = extended && orientation !== 1;
  const kept = chunks.map((chunk) => {
    if (chunk.type !== 'VP8X') return chunk;
    const data = Uint8Array.from(chunk.data);
    data[0] = (data[0]! & ~(EXIF_FLAG | XMP_FLAG)) | (turned ? EXIF_FLAG : 0);
    return { type: chunk.type, data };
  });
  if (turned) kept.push({ type: 'EXIF', data: orientationTiff(orientation) });
  const body = Buffer.concat(kept.map(encode));
  const header = Buffer.alloc(12);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(body.length + 4, 4);
  header.write('WEBP', 8, 'latin1');
  return Buffer.concat([header, body]);
};

const encode = ({ type, data }: WebpChunk): Uint8Array => {
  const out = Buffer.alloc(8 + data.length + (data.length % 2));
  out.write(type, 0, 'latin1');
  out.writeUInt32LE(data.length, 4);
  out.set(data, 8);
  return out;
};
