import type { PhotoOrigin } from '../governance/events.ts';
import type { Parsed } from '../platform/foreign-bytes/parser.ts';
import { readImageMetadata } from './exif.ts';
import { publicCopyOf } from './public-copy/index.ts';

export interface PhotoRead {
  /** Undefined where the picture tells none of it. */
  readonly origin: PhotoOrigin | undefined;
  /** The picture without what it tells; undefined where none can be made. */
  readonly publicCopy: Uint8Array | undefined;
}

/** Everything that is read of a photo; `mediaType` is what its first bytes say. */
export const readPhoto = (
  bytes: Uint8Array,
  { mediaType }: { readonly mediaType: string },
): Parsed<PhotoRead> => {
  const { origin, orientation } = readImageMetadata(bytes, mediaType);
  return { result: { origin, publicCopy: publicCopyOf(bytes, mediaType, orientation) } };
};
