import type { PhotoOrigin } from '../governance/events.ts';
import { exifBlock } from './metadata/exif-block.ts';
import { readTiff, type TiffValues } from './metadata/tiff.ts';
import { isOrientation, type Orientation } from './public-copy/orientation.ts';

export interface ImageMetadata {
  /** Undefined if the picture contains none of it. */
  readonly origin: PhotoOrigin | undefined;
  readonly orientation: Orientation;
}

const NOTHING: ImageMetadata = { origin: undefined, orientation: 1 };
const MAX_CAMERA_LENGTH = 100;

/** EXIF 2.32, section 4.6: tags of the first directory, of the one with details and of the one with the position. */
const MAKE = 0x010f;
const MODEL = 0x0110;
const ORIENTATION = 0x0112;
const DETAILS = 0x8769;
const GPS = 0x8825;
const TIME = 0x9003;
const TIME_OFFSET = 0x9011;
const [LAT_REF, LAT, LON_REF, LON] = [1, 2, 3, 4];

const textOf = (values: TiffValues, tag: number): string => {
  const value = values.get(tag);
  return typeof value === 'string' ? value : '';
};
const numbersOf = (values: TiffValues, tag: number): readonly number[] => {
  const value = values.get(tag);
  return typeof value === 'object' ? value : [];
};

/** `DateTimeOriginal` has no zone unless `OffsetTimeOriginal` gives one; cameras here run on Beijing time. */
const takenAtOf = (time: string, offset: string): string | undefined => {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(time);
  if (parts === null) return undefined;
  const [, year, month, day, clock] = parts;
  // A day that the calendar does not have would be read as one of the next month.
  const utc = Date.parse(`${year}-${month}-${day}T${clock}Z`);
  if (Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(`${year}-${month}-${day}T${clock}`))
    return undefined;
  const zone = /^[+-]\d\d:\d\d$/.test(offset) ? offset : '+08:00';
  const at = Date.parse(`${year}-${month}-${day}T${clock}${zone}`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

/** Degrees, minutes and seconds; NaN if a part is missing or divided by zero. */
const degreesOf = (values: TiffValues, tag: number, refTag: number, negative: string): number => {
  const [degrees = Number.NaN, minutes = Number.NaN, seconds = Number.NaN] = numbersOf(values, tag);
  const ref = textOf(values, refTag);
  if (ref === '') return Number.NaN;
  return (degrees + minutes / 60 + seconds / 3600) * (ref === negative ? -1 : 1);
};

const positionOf = (lon: number, lat: number): { lon: number; lat: number } | undefined =>
  Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && (lon !== 0 || lat !== 0) ? { lon, lat } : undefined;

const cameraOf = (make: string, model: string): string | undefined => {
  const name = [make, model].filter((part) => part.trim() !== '').join(' ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return name === '' ? undefined : name.replace(/[\u0000-\u001f]/g, '').slice(0, MAX_CAMERA_LENGTH);
};

/**
 * Where, when and with what a photo was taken, according to its metadata. A damaged block counts as none. The readers are our own:
 * few tags are needed, and every loop has to terminate on bytes that anybody may send.
 */
export const readImageMetadata = (bytes: Uint8Array, mediaType: string): ImageMetadata => {
  const block = exifBlock(bytes, mediaType);
  const tiff = block && readTiff(block);
  if (tiff === undefined) return NOTHING;
  const main = tiff.directory(tiff.first, [MAKE, MODEL, ORIENTATION, DETAILS, GPS]);
  const [detailsAt, gpsAt] = [numbersOf(main, DETAILS)[0], numbersOf(main, GPS)[0]];
  const nothing: TiffValues = new Map();
  const details = detailsAt === undefined ? nothing : tiff.directory(detailsAt, [TIME, TIME_OFFSET]);
  const gps = gpsAt === undefined ? nothing : tiff.directory(gpsAt, [LAT_REF, LAT, LON_REF, LON]);
  const takenAt = takenAtOf(textOf(details, TIME), textOf(details, TIME_OFFSET));
  const position = positionOf(degreesOf(gps, LON, LON_REF, 'W'), degreesOf(gps, LAT, LAT_REF, 'S'));
  const camera = cameraOf(textOf(main, MAKE), textOf(main, MODEL));
  const origin: PhotoOrigin = {
    ...(takenAt === undefined ? {} : { takenAt }),
    ...(position === undefined ? {} : { position }),
    ...(camera === undefined ? {} : { camera }),
  };
  const [orientation] = numbersOf(main, ORIENTATION);
  return {
    origin: Object.keys(origin).length > 0 ? origin : undefined,
    orientation: isOrientation(orientation) ? orientation : 1,
  };
};
