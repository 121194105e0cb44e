import exifr from 'exifr';
import type { PhotoOrigin } from '../governance/events.ts';
import { isOrientation, type Orientation } from './public-copy/orientation.ts';
import { webpChunks } from './public-copy/webp.ts';

export interface ImageMetadata {
  /** Undefined where the picture tells none of it. */
  readonly origin: PhotoOrigin | undefined;
  readonly orientation: Orientation;
}

const NOTHING: ImageMetadata = { origin: undefined, orientation: 1 };
const MAX_CAMERA_LENGTH = 100;

/** EXIF 2.32: `DateTimeOriginal` has no zone unless `OffsetTimeOriginal` gives one; cameras here run on Beijing time. */
const takenAtOf = (time: unknown, offset: unknown): string | undefined => {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(String(time ?? ''));
  if (parts === null) return undefined;
  const zone = /^[+-]\d\d:\d\d$/.test(String(offset)) ? String(offset) : '+08:00';
  const [, year, month, day, clock] = parts;
  const at = Date.parse(`${year}-${month}-${day}T${clock}${zone}`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

const positionOf = (lon: unknown, lat: unknown): { lon: number; lat: number } | undefined =>
  typeof lon === 'number' &&
  typeof lat === 'number' &&
  Math.abs(lon) <= 180 &&
  Math.abs(lat) <= 90 &&
  (lon !== 0 || lat !== 0)
    ? { lon, lat }
    : undefined;

const cameraOf = (make: unknown, model: unknown): string | undefined => {
  const name = [make, model].filter((part) => typeof part === 'string' && part.trim() !== '').join(' ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return name === '' ? undefined : name.replace(/[\u0000-\u001f]/g, '').slice(0, MAX_CAMERA_LENGTH);
};

/** The bytes that the EXIF reader understands: of WebP, which it does not know, the TIFF block within. */
const readable = (bytes: Uint8Array, mediaType: string): Uint8Array | undefined => {
  if (mediaType !== 'image/webp') return bytes;
  const data = webpChunks(bytes)?.find(({ type }) => type === 'EXIF')?.data;
  return data?.[0] === 0x45 ? data.subarray(6) : data;
};

/** Where, when and with what a photo was taken, as it says of itself. A damaged block reads as none. */
export const readImageMetadata = async (bytes: Uint8Array, mediaType: string): Promise<ImageMetadata> => {
  const source = readable(bytes, mediaType);
  if (source === undefined) return NOTHING;
  const tags: Record<string, unknown> | undefined = await exifr
    .parse(source, {
      tiff: true,
      exif: true,
      gps: true,
      xmp: false,
      iptc: false,
      icc: false,
      reviveValues: false,
      translateValues: false,
    })
    .catch(() => undefined);
  if (tags === undefined) return NOTHING;
  const takenAt = takenAtOf(tags.DateTimeOriginal, tags.OffsetTimeOriginal);
  const position = positionOf(tags.longitude, tags.latitude);
  const camera = cameraOf(tags.Make, tags.Model);
  const origin: PhotoOrigin = {
    ...(takenAt === undefined ? {} : { takenAt }),
    ...(position === undefined ? {} : { position }),
    ...(camera === undefined ? {} : { camera }),
  };
  return {
    origin: Object.keys(origin).length > 0 ? origin : undefined,
    orientation: isOrientation(tags.Orientation) ? tags.Orientation : 1,
  };
};
