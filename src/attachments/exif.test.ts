import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImageMetadata } from './exif.ts';
import { isoBoxes } from './metadata/iso-boxes.ts';
import { heicOf, isoOf, jpegOf, pngOf, SAMPLE_EXIF, webpOf } from './testing/images.ts';

const LIMIT_MS = 1000;
const timed = (act: () => void): number => {
  const started = performance.now();
  act();
  return performance.now() - started;
};

describe('EXIF of a HEIC photo', () => {
  it('is read from the item that contains it', () => {
    expect(readImageMetadata(heicOf(SAMPLE_EXIF), 'image/heic')).toEqual({
      origin: {
        takenAt: '2026-11-24T01:30:00.000Z',
        position: { lon: 112.58, lat: 37.86 },
        camera: 'Fenhe Phone 3',
      },
      orientation: 6,
    });
  });

  it('is absent if the file is cut anywhere, or ends in zeros', () => {
    const whole = heicOf(SAMPLE_EXIF);
    const front = isoOf('heic').subarray(0, 20);
    for (let length = 0; length < whole.length; length += 1) {
      readImageMetadata(whole.subarray(0, length), 'image/heic');
      const zeros = Buffer.concat([whole.subarray(0, length), Buffer.alloc(whole.length - length)]);
      readImageMetadata(zeros, 'image/heic');
    }
    const read = readImageMetadata(Buffer.concat([front, Buffer.alloc(200)]), 'image/heic');
    expect(read).toEqual({ origin: undefined, orientation: 1 });
  });
});

describe('boxes of an ISO file', () => {
  it('terminate for every file, each before the next', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        let last = 0;
        for (const { from, to } of isoBoxes(bytes, 0, bytes.length)) {
          expect(from).toBeGreaterThanOrEqual(last + 8);
          expect(to).toBeLessThanOrEqual(bytes.length);
          last = to;
        }
      }),
    );
  });
});

describe('the metadata of a photo', () => {
  it.each([
    ['image/jpeg', jpegOf],
    ['image/png', pngOf],
    ['image/webp', webpOf],
    ['image/heic', heicOf],
  ] as const)('of %s is cheap to read, whatever it claims', (mediaType, make) => {
    const original = make(SAMPLE_EXIF);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255))), (changes) => {
        const damaged = Uint8Array.from(original);
        for (const [at, byte] of changes) damaged[at] = byte;
        expect(timed(() => readImageMetadata(damaged, mediaType))).toBeLessThan(LIMIT_MS);
      }),
      { numRuns: 300 },
    );
  });

  it('is cheap to read even if a directory of 65,535 entries points at the whole file', () => {
    const tiff = Buffer.alloc(10_000_000);
    tiff.write('MM\0*\0\0\0\b', 0, 'latin1');
    tiff.writeUInt16BE(65_535, 8);
    for (let n = 0; n < 65_535; n += 1) {
      const entry = 10 + n * 12;
      tiff.writeUInt16BE([0x010f, 0x8769, 0x8825][n % 3]!, entry);
      tiff.writeUInt16BE(n % 3 === 0 ? 2 : 4, entry + 2);
      tiff.writeUInt32BE(n % 3 === 0 ? 9_000_000 : 1, entry + 4);
      tiff.writeUInt32BE(8, entry + 8);
    }
    const size = Buffer.alloc(4);
    size.writeUInt32BE(tiff.length);
    const png = Buffer.concat([
      pngOf(undefined).subarray(0, 33),
      size,
      Buffer.from('eXIf'),
      tiff,
      Buffer.alloc(4),
    ]);
    expect(timed(() => readImageMetadata(png, 'image/png'))).toBeLessThan(LIMIT_MS);
  });

  it('contains no day that the calendar does not have, and no hour 24', () => {
    const takenAt = (time: string) =>
      readImageMetadata(jpegOf({ ...SAMPLE_EXIF, time }), 'image/jpeg').origin?.takenAt;
    expect(takenAt('2026:02:30 10:00:00')).toBeUndefined();
    expect(takenAt('2026:02:28 24:00:00')).toBeUndefined();
    expect(takenAt('0000:00:00 00:00:00')).toBeUndefined();
    expect(takenAt('2024:02:29 10:00:00')).toBe('2024-02-29T02:00:00.000Z');
  });
});
