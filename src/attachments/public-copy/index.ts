// By hand: libraries that remove metadata recompress the picture, or support only JPEG.
import { stripJpeg } from './jpeg.ts';
import type { Orientation } from './orientation.ts';
import { stripPng } from './png.ts';
import { stripWebp } from './webp.ts';

type Strip = (bytes: Uint8Array, orientation: Orientation) => Uint8Array | undefined;

/** Formats whose metadata can be removed without touching the picture. Others have no public copy. */
const STRIPPERS: Readonly<Record<string, Strip>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
};

/**
 * A photo without anything that reveals who took it: position, time, device, texts, thumbnails. The pixels are not
 * touched. Undefined if the format has no such copy (HEIC, sound, film) or the file is malformed.
 */
export const publicCopyOf = (
  bytes: Uint8Array,
  mediaType: string,
  orientation: Orientation,
): Uint8Array | undefined => STRIPPERS[mediaType]?.(bytes, orientation);
