import type { PhotoOrigin } from '../governance/events.ts';
import type { Parsed } from '../platform/foreign-bytes/parser.ts';
import { readImageMetadata } from './exif.ts';
import { publicCopyOf } from './public-copy/index.ts';

export interface PhotoRead {
  /** Undefined if the picture contains none of it. */
  readonly origin: PhotoOrigin | undefined;
  /** The picture without its metadata; undefined if no such copy can be made. */
  readonly publicCopy: Uint8Array | undefined;
}

/** Everything that is read from a photo; `mediaType` is determined by its first bytes. */
export const readPhoto = (
  bytes: Uint8Array,
  { mediaType }: { readonly mediaType: string },
): Parsed<PhotoRead> => {
  const { origin, orientation } = readImageMetadata(bytes, mediaType);
  return { result: { origin, publicCopy: publicCopyOf(bytes, mediaType, orientation) } };
};
