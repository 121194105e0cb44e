/**
 * How a picture has to be rotated (TIFF 6.0, tag 274), 1–8. It is all that a public copy keeps of EXIF: without it photos from
 * phones would appear on their side.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export const isOrientation = (value: unknown): value is Orientation =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 8;

/** A TIFF block with the orientation and nothing else. */
export const orientationTiff = (orientation: Orientation): Uint8Array =>
  // Big-endian header, directory at 8 with one entry: tag 0x0112, type SHORT, count 1; no further directory.
  Uint8Array.of(
    ...[0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08],
    ...[0x00, 0x01],
    ...[0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, orientation, 0x00, 0x00],
    ...[0x00, 0x00, 0x00, 0x00],
  );
