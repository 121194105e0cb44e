// By hand: a block of at most nine fixed tags. The libraries that write EXIF (piexifjs, piexif-ts) have had no release for years, and read and
// rewrite whole files as strings.
import type { Position } from '../queue/record.ts';

/** EXIF 2.32, section 4.6. */
const DETAILS = 0x8769;
const GPS = 0x8825;
const TIME = 0x9003;
const TIME_OFFSET = 0x9011;
const [LAT_REF, LAT, LON_REF, LON] = [1, 2, 3, 4];
const [ASCII, LONG, RATIONAL] = [2, 4, 5];

interface Tag {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

const ascii = (tag: number, text: string): Tag => {
  const bytes = new TextEncoder().encode(`${text}\0`);
  return { tag, type: ASCII, count: bytes.length, bytes };
};
const longs = (tag: number, type: number, count: number, numbers: readonly number[]): Tag => {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [n, number] of numbers.entries()) view.setUint32(n * 4, number, true);
  return { tag, type, count, bytes };
};
/** Degrees, minutes and seconds to a hundredth: 30 cm. */
const degrees = (tag: number, value: number): Tag => {
  const hundredths = Math.round(Math.abs(value) * 360_000);
  const parts = [Math.floor(hundredths / 360_000), Math.floor(hundredths / 6000) % 60, hundredths % 6000];
  return longs(tag, RATIONAL, 3, [parts[0]!, 1, parts[1]!, 1, parts[2]!, 100]);
};

/** A directory at an offset: its entries, then the values that do not fit into four bytes. */
const directory = (at: number, tags: readonly Tag[]): Uint8Array => {
  const head = 2 + tags.length * 12 + 4;
  const rest = tags.map(({ bytes }) => (bytes.length > 4 ? bytes.length + (bytes.length % 2) : 0));
  const out = new Uint8Array(head + rest.reduce((sum, size) => sum + size, 0));
  const view = new DataView(out.buffer);
  view.setUint16(0, tags.length, true);
  let free = head;
  for (const [n, { tag, type, count, bytes }] of tags.entries()) {
    const entry = 2 + n * 12;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, count, true);
    if (bytes.length <= 4) out.set(bytes, entry + 8);
    else {
      view.setUint32(entry + 8, at + free, true);
      out.set(bytes, free);
      free += rest[n]!;
    }
  }
  return out;
};

const BEIJING = '+08:00';
const BEIJING_MS = 8 * 3_600_000;
const HEADER = 8;

const tiff = (takenAt: Date, position: Position | null): Uint8Array => {
  const clock = new Date(takenAt.getTime() + BEIJING_MS).toISOString().slice(0, 19);
  const details = [ascii(TIME, clock.replaceAll('-', ':').replace('T', ' ')), ascii(TIME_OFFSET, BEIJING)];
  const gps =
    position === null
      ? []
      : [
          ascii(LAT_REF, position.lat < 0 ? 'S' : 'N'),
          degrees(LAT, position.lat),
          ascii(LON_REF, position.lon < 0 ? 'W' : 'E'),
          degrees(LON, position.lon),
        ];
  const pointers = (detailsAt: number, gpsAt: number): Uint8Array =>
    directory(HEADER, [
      longs(DETAILS, LONG, 1, [detailsAt]),
      ...(position === null ? [] : [longs(GPS, LONG, 1, [gpsAt])]),
    ]);
  const detailsAt = HEADER + pointers(0, 0).length;
  const second = directory(detailsAt, details);
  const gpsAt = detailsAt + second.length;
  const third = position === null ? new Uint8Array() : directory(gpsAt, gps);
  const header = new Uint8Array([0x49, 0x49, 42, 0, HEADER, 0, 0, 0]);
  return Uint8Array.from([...header, ...pointers(detailsAt, gpsAt), ...second, ...third]);
};

/** A JPEG with when and where it was taken: what a canvas writes has lost it. What is no JPEG stays as it is. */
export const withOrigin = (
  jpeg: Uint8Array,
  takenAt: Date,
  position: Position | null,
): Uint8Array<ArrayBuffer> => {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return new Uint8Array(jpeg);
  const block = [...new TextEncoder().encode('Exif\0\0'), ...tiff(takenAt, position)];
  const length = block.length + 2;
  const out = new Uint8Array(jpeg.length + length + 2);
  out.set([0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 0xff, ...block]);
  out.set(jpeg.subarray(2), length + 4);
  return out;
};
