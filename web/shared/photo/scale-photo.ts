/** Longest side of what is sent: enough to read a house number, and a tenth of what cameras write. */
const LONGEST = 2048;
const THUMBNAIL = 160;
const QUALITY = 0.82;

const drawn = (bitmap: ImageBitmap, longest: number): Promise<Blob | null> => {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
};

export interface ScaledPhoto {
  readonly blob: Blob;
  readonly thumbnail: Blob | null;
}

/** A photo as it is sent, and a small picture of it; as it is where the browser cannot read it (HEIC): the server can. */
export const scalePhoto = async (file: File): Promise<ScaledPhoto> => {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (bitmap === undefined) return { blob: file, thumbnail: null };
  try {
    const blob = await drawn(bitmap, LONGEST);
    return { blob: blob ?? file, thumbnail: await drawn(bitmap, THUMBNAIL) };
  } finally {
    bitmap.close();
  }
};
