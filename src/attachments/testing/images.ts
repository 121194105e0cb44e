import { crc32 } from 'node:zlib';

/** Small real pictures with the metadata that phones write into them. */
export const PIXEL_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PIXEL_WEBP = Buffer.from('UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAfQ//73v/+BiOh/AAA=', 'base64');

export interface Exif {
  readonly lon: number;
  readonly lat: number;
  /** `2026:11:24 09:30:00`. */
  readonly time: string;
  readonly offset?: string;
  readonly make: string;
  readonly model: string;
  readonly orientation: number;
}

export const SAMPLE_EXIF: Exif = {
  lon: 112.58,
  lat: 37.86,
  time: '2026:11:24 09:30:00',
  make: 'Fenhe',
  model: 'Phone 3',
  orientation: 6,
};

type Entry = readonly [tag: number, type: number, count: number, data: Buffer];
const text = (tag: number, value: string): Entry => {
  const data = Buffer.from(`${value}\0`, 'latin1');
  return [tag, 2, data.length, data];
};
const short = (tag: number, value: number): Entry => [
  tag,
  3,
  1,
  Buffer.from([value >> 8, value & 255, 0, 0]),
];
const long = (tag: number, value: number): Entry => {
  const data = Buffer.alloc(4);
  data.writeUInt32BE(value);
  return [tag, 4, 1, data];
};
const degrees = (tag: number, value: number): Entry => {
  const data = Buffer.alloc(24);
  const seconds = Math.round(Math.abs(value) * 3_600_000);
  const rationals = [Math.floor(seconds / 3_600_000), 1, Math.floor((seconds % 3_600_000) / 60_000), 1];
  for (const [n, part] of [...rationals, seconds % 60_000, 1000].entries()) data.writeUInt32BE(part, n * 4);
  return [tag, 5, 3, data];
};

/** One image file directory at `offset`, followed by its longer values. */
const directory = (entries: readonly Entry[], offset: number): Buffer => {
  const head = Buffer.alloc(2 + entries.length * 12 + 4);
  head.writeUInt16BE(entries.length, 0);
  let values = Buffer.alloc(0);
  entries.forEach(([tag, type, count, data], n) => {
    const at = 2 + n * 12;
    head.writeUInt16BE(tag, at);
    head.writeUInt16BE(type, at + 2);
    head.writeUInt32BE(count, at + 4);
    if (data.length <= 4) data.copy(head, at + 8);
    else {
      head.writeUInt32BE(offset + head.length + values.length, at + 8);
      values = Buffer.concat([values, data, Buffer.alloc(data.length % 2)]);
    }
  });
  return Buffer.concat([head, values]);
};

/** The TIFF block of EXIF 2.32. */
export const exifTiff = (exif: Exif): Buffer => {
  const main = (exifAt: number, gpsAt: number) =>
    directory(
      [
        text(0x010f, exif.make),
        text(0x0110, exif.model),
        short(0x0112, exif.orientation),
        long(0x8769, exifAt),
        long(0x8825, gpsAt),
      ],
      8,
    );
  const exifAt = 8 + main(0, 0).length;
  const details = directory(
    [text(0x9003, exif.time), ...(exif.offset === undefined ? [] : [text(0x9011, exif.offset)])],
    exifAt,
  );
  const gpsAt = exifAt + details.length;
  const gps = directory(
    [
      text(1, exif.lat >= 0 ? 'N' : 'S'),
      degrees(2, exif.lat),
      text(3, exif.lon >= 0 ? 'E' : 'W'),
      degrees(4, exif.lon),
    ],
    gpsAt,
  );
  return Buffer.concat([Buffer.from('MM\0*\0\0\0\u0008', 'latin1'), main(exifAt, gpsAt), details, gps]);
};

const segment = (marker: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]), data]);

/** One grey pixel, baseline (ITU-T T.81, B.2): one quantisation table of ones, one Huffman code for DC and one for AC. */
const PIXEL_JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  segment(0xe0, Buffer.from('JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0', 'latin1')),
  segment(0xdb, Buffer.from([0, ...Array.from({ length: 64 }, () => 1)])),
  segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
  segment(0xc4, Buffer.from([0x00, 1, ...Array.from({ length: 15 }, () => 0), 0])),
  segment(0xc4, Buffer.from([0x10, 1, ...Array.from({ length: 15 }, () => 0), 0])),
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([0x3f, 0xff, 0xd9]),
]);

/** A JPEG with EXIF, XMP and a comment, and a film after its end. */
export const jpegOf = (exif: Exif | undefined): Buffer => {
  if (exif === undefined) return PIXEL_JPEG;
  return Buffer.concat([
    PIXEL_JPEG.subarray(0, 20),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifTiff(exif)])),
    segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-XMP</x:xmpmeta>')),
    segment(0xfe, Buffer.from('SECRET-COMMENT')),
    PIXEL_JPEG.subarray(20),
    Buffer.from('SECRET-TRAILER'),
  ]);
};

const pngChunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(8 + body.length);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), 4 + body.length);
  return out;
};

export const pngOf = (exif: Exif | undefined): Buffer => {
  if (exif === undefined) return PIXEL_PNG;
  return Buffer.concat([
    PIXEL_PNG.subarray(0, 33),
    pngChunk('eXIf', exifTiff(exif)),
    pngChunk('tEXt', Buffer.from('Comment\0SECRET-COMMENT', 'latin1')),
    PIXEL_PNG.subarray(33),
  ]);
};

const webpChunk = (type: string, data: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(type, 'latin1'), size, data, Buffer.alloc(data.length % 2)]);
};

export const webpOf = (exif: Exif | undefined): Buffer => {
  if (exif === undefined) return PIXEL_WEBP;
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    webpChunk('VP8X', Buffer.from([0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    PIXEL_WEBP.subarray(12),
    webpChunk('EXIF', exifTiff(exif)),
    webpChunk('XMP ', Buffer.from('SECRET-XMP')),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from('RIFF', 'latin1'), size, body]);
};

const box = (type: string, data: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length + 8);
  return Buffer.concat([size, Buffer.from(type, 'latin1'), data]);
};

/** The first box of an ISO file with these brands, and some content. */
export const isoOf = (...brands: readonly string[]): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.from(`${brands[0]}\0\0\0\0${brands.join('')}`, 'latin1')),
    box('mdat', Buffer.alloc(64, 7)),
  ]);

const numbers = (...parts: readonly (readonly [value: number, bytes: 1 | 2 | 4])[]): Buffer =>
  Buffer.concat(
    parts.map(([value, bytes]) => {
      const part = Buffer.alloc(bytes);
      part.writeUIntBE(value, 0, bytes);
      return part;
    }),
  );

/** A HEIC file whose item 2 is EXIF, as ISO/IEC 23008-12 annex A.2.1 lays it out; the picture itself is a stand-in. */
export const heicOf = (exif: Exif): Buffer => {
  const brand = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1'));
  const entry = (item: number, kind: string) =>
    box(
      'infe',
      Buffer.concat([Buffer.from([2, 0, 0, 0]), numbers([item, 2], [0, 2]), Buffer.from(`${kind}\0`)]),
    );
  const block = Buffer.concat([numbers([6, 4]), Buffer.from('Exif\0\0', 'latin1'), exifTiff(exif)]);
  const picture = Buffer.alloc(32, 7);
  const meta = (at: number) =>
    box(
      'meta',
      Buffer.concat([
        Buffer.alloc(4),
        box('hdlr', Buffer.from('\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1')),
        box('iinf', Buffer.concat([Buffer.alloc(4), numbers([2, 2]), entry(1, 'hvc1'), entry(2, 'Exif')])),
        box(
          'iloc',
          Buffer.concat([
            Buffer.alloc(4),
            numbers([0x44, 1], [0, 1], [2, 2]),
            numbers([1, 2], [0, 2], [1, 2], [at, 4], [picture.length, 4]),
            numbers([2, 2], [0, 2], [1, 2], [at + picture.length, 4], [block.length, 4]),
          ]),
        ),
      ]),
    );
  const at = brand.length + meta(0).length + 8;
  return Buffer.concat([brand, meta(at), box('mdat', Buffer.concat([picture, block]))]);
};
