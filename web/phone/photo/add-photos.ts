import { addFile } from '../keep/records.ts';
import type { FileRole, PhoneRecord } from '../queue/record.ts';
import { lastPosition } from '../report/position.ts';
import { scalePhoto } from './scale-photo.ts';

/** As many as the server takes with one report or step. */
export const MOST_FILES = 9;

/** Older than this when it is chosen: from the gallery, taken elsewhere perhaps. */
const JUST_NOW_MS = 60_000;

/** Puts photos into a record, made smaller, each with when and where it was taken. */
export const addPhotos = async (
  record: PhoneRecord,
  role: FileRole,
  photos: readonly File[],
): Promise<void> => {
  const room = MOST_FILES - record.files.filter((file) => file.role === role).length;
  for (const photo of photos.slice(0, Math.max(0, room))) {
    const { blob, thumbnail } = await scalePhoto(photo);
    const fileId = crypto.randomUUID();
    const isFresh = Date.now() - photo.lastModified < JUST_NOW_MS;
    await addFile(
      record,
      {
        fileId,
        role,
        mediaType: blob.type === '' ? 'image/jpeg' : blob.type,
        bytes: blob.size,
        takenAt: new Date(photo.lastModified).toISOString(),
        position: isFresh ? lastPosition() : null,
        uploadUrl: null,
        digest: null,
      },
      { fileId, recordId: record.id, blob, thumbnail },
    );
  }
};
