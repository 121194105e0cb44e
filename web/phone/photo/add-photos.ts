import { scalePhoto } from '../../shared/photo/scale-photo.ts';
import { addFile } from '../keep/records.ts';
import type { FileRole, PhoneRecord, Position } from '../queue/record.ts';
import { lastPosition } from '../report/position.ts';
import { withOrigin } from './exif.ts';

/** As many as the server takes with one report or step. */
export const MOST_FILES = 9;

/** Older than this when it is chosen: from the gallery, taken elsewhere perhaps. */
const JUST_NOW_MS = 60_000;

const originIn = async (scaled: Blob, takenAt: Date, position: Position | null): Promise<Blob> =>
  new Blob([withOrigin(new Uint8Array(await scaled.arrayBuffer()), takenAt, position)], {
    type: scaled.type,
  });

/** Puts photos into a record, made smaller, each with when and where it was taken. */
export const addPhotos = async (
  record: PhoneRecord,
  role: FileRole,
  photos: readonly File[],
): Promise<void> => {
  const room = MOST_FILES - record.files.filter((file) => file.role === role).length;
  for (const photo of photos.slice(0, Math.max(0, room))) {
    const takenAt = new Date(photo.lastModified);
    const isFresh = Date.now() - photo.lastModified < JUST_NOW_MS;
    const position = isFresh ? lastPosition() : null;
    const scaled = await scalePhoto(photo);
    const { thumbnail } = scaled;
    // What the browser could not read is as the camera wrote it, with all that it says.
    const blob = scaled.blob === photo ? photo : await originIn(scaled.blob, takenAt, position);
    const fileId = crypto.randomUUID();
    await addFile(
      record,
      {
        fileId,
        role,
        mediaType: blob.type === '' ? 'image/jpeg' : blob.type,
        bytes: blob.size,
        takenAt: takenAt.toISOString(),
        position,
        uploadUrl: null,
        digest: null,
      },
      { fileId, recordId: record.id, blob, thumbnail },
    );
  }
};
