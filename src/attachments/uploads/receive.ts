import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Attachment } from '../../governance/events.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AttachmentStore, KeepOutcome } from '../attachment-store.ts';
import { contentOfFile } from '../object-store.ts';
import type { Checksum } from './tus.ts';
import type { AppendChunk, Upload, UploadFolder } from './upload.ts';

export type ReceiveOutcome = Exclude<AppendChunk, { status: 'appended' }> | ReceivedChunk | Refusal;
type Refusal = Extract<KeepOutcome, { status: 'refused' }>;
interface ReceivedChunk {
  readonly status: 'received';
  readonly upload: Upload;
  readonly offset: number;
}

export interface Uploads {
  readonly folder: UploadFolder;
  /** Milliseconds that an upload waits for its next chunk. */
  readonly uploadExpiryMs: number;
  receive(uploadId: string, offset: number, bytes: Readable, checksum?: Checksum): Promise<ReceiveOutcome>;
  /** Records an attachment sent in one request as the finished upload of a person. */
  note(userId: string, attachment: Attachment): Promise<void>;
  /** Turns an upload whose bytes are all there into an attachment; leaves it unchanged until then. */
  complete(upload: Upload): Promise<Refusal | ReceivedChunk>;
}

export const newUploadId = (): string => randomBytes(16).toString('hex');

/** Bytes on disk become an attachment as soon as they are complete, in whichever request finds them so. */
export const createUploads = (options: {
  readonly folder: UploadFolder;
  readonly attachments: AttachmentStore;
  readonly clock: Clock;
  readonly uploadExpiryMs: number;
}): Uploads => {
  const { folder, attachments, clock, uploadExpiryMs } = options;
  const completing = new Map<string, Promise<Refusal | ReceivedChunk>>();

  const finish = async (upload: Upload): Promise<Refusal | ReceivedChunk> => {
    const offset = await folder.offset(upload.uploadId);
    const expiresAt = new Date(clock.now() + uploadExpiryMs).toISOString();
    if (upload.attachment !== null) return { status: 'received', upload, offset };
    if (offset < upload.length) {
      const waiting = { ...upload, expiresAt };
      await folder.update(waiting);
      return { status: 'received', upload: waiting, offset };
    }
    const content = await contentOfFile(folder.path(upload.uploadId));
    const kept = await attachments.keep(content, upload.contentType);
    if (kept.status === 'refused') {
      await folder.remove(upload.uploadId);
      return kept;
    }
    const done = { ...upload, expiresAt, attachment: kept.attachment };
    await folder.update(done);
    return { status: 'received', upload: done, offset };
  };

  const complete = (upload: Upload): Promise<Refusal | ReceivedChunk> => {
    const running = completing.get(upload.uploadId);
    if (running !== undefined) return running;
    const started = finish(upload).finally(() => completing.delete(upload.uploadId));
    completing.set(upload.uploadId, started);
    return started;
  };

  return {
    folder,
    uploadExpiryMs,
    complete,
    note: (userId, attachment) =>
      folder.update({
        uploadId: newUploadId(),
        userId,
        length: attachment.size,
        fileName: '',
        contentType: attachment.mediaType,
        expiresAt: new Date(clock.now() + uploadExpiryMs).toISOString(),
        attachment,
      }),
    async receive(uploadId, offset, bytes, checksum) {
      const outcome = await folder.append(uploadId, offset, bytes, checksum);
      if (outcome.status !== 'appended') return outcome;
      const upload = folder.find(uploadId);
      return upload === undefined ? { status: 'unknown' } : complete(upload);
    },
  };
};
