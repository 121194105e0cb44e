import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImageMetadata } from '../exif.ts';
import { isoOf, jpegOf, pngOf, SAMPLE_EXIF, webpOf } from '../testing/images.ts';
import { publicCopyOf } from './index.ts';

const FORMATS = [
  ['image/jpeg', jpegOf],
  ['image/png', pngOf],
  ['image/webp', webpOf],
] as const;
const SECRETS = ['SECRET', 'Fenhe', '2026:11:24', 'GPS', 'xmpmeta'];

describe.each(FORMATS)('the public copy of %s', (mediaType, make) => {
  const original = make(SAMPLE_EXIF);

  it('reveals nothing but the orientation of the picture', async () => {
    expect(await readImageMetadata(original, mediaType)).toEqual({
      origin: {
        takenAt: '2026-11-24T01:30:00.000Z',
        position: { lon: 112.58, lat: 37.86 },
        camera: 'Fenhe Phone 3',
      },
      orientation: 6,
    });
    const copy = publicCopyOf(original, mediaType, 6)!;
    expect(await readImageMetadata(copy, mediaType)).toEqual({ origin: undefined, orientation: 6 });
    for (const secret of SECRETS) expect(Buffer.from(copy).includes(secret), secret).toBe(false);
    // Doing it again changes nothing.
    expect(publicCopyOf(copy, mediaType, 6)).toEqual(copy);
  });

  it('is the picture itself if there is nothing to remove', () => {
    expect(publicCopyOf(make(undefined), mediaType, 1)).toEqual(make(undefined));
  });

  it('of an upright picture has no EXIF at all', () => {
    const upright = publicCopyOf(make({ ...SAMPLE_EXIF, orientation: 1 }), mediaType, 1)!;
    expect(Buffer.from(upright).includes('Exif')).toBe(false);
    expect(Buffer.from(upright).includes('eXIf')).toBe(false);
  });

  it('of a truncated file does not exist, or contains no secret', () => {
    for (let length = 0; length < original.length; length += 1) {
      const copy = publicCopyOf(original.subarray(0, length), mediaType, 6);
      for (const secret of SECRETS) expect(Buffer.from(copy ?? []).includes(secret)).toBe(false);
    }
  });

  it('of a damaged file never causes an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.nat(255), async (at, byte) => {
        const damaged = Uint8Array.from(original);
        damaged[at] = byte;
        await readImageMetadata(damaged, mediaType);
        publicCopyOf(damaged, mediaType, 6);
      }),
      { numRuns: 300 },
    );
  });
});

describe('where a photo was taken', () => {
  it('is south and west if the metadata say so, at the time of its zone', async () => {
    const exif = { ...SAMPLE_EXIF, lon: -70.5, lat: -33.25, offset: '-03:00' };
    expect((await readImageMetadata(jpegOf(exif), 'image/jpeg')).origin).toMatchObject({
      position: { lon: -70.5, lat: -33.25 },
      takenAt: '2026-11-24T12:30:00.000Z',
    });
  });

  it('is unknown for a position of zeros, which cameras without a fix write', async () => {
    const { origin } = await readImageMetadata(jpegOf({ ...SAMPLE_EXIF, lon: 0, lat: 0 }), 'image/jpeg');
    expect(origin).not.toHaveProperty('position');
  });

  it('is not known for formats without a public copy, whose metadata cannot be removed without touching the picture', () => {
    expect(publicCopyOf(isoOf('heic'), 'image/heic', 1)).toBeUndefined();
    expect(publicCopyOf(isoOf('isom'), 'video/mp4', 1)).toBeUndefined();
  });
});
