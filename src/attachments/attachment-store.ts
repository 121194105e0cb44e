import { Readable } from 'node:stream';
import type { Attachment } from '../governance/events.ts';
import type { AttachmentIds } from './attachment-ids.ts';
import {
  type AttachmentKind,
  claimedType,
  claimFits,
  kindOf,
  mediaTypeOf,
  SNIFF_BYTES,
} from './media-type.ts';
import { renamed } from './named.ts';
import {
  type ByteRange,
  type Content,
  contentOfBytes,
  type ObjectStore,
  readAllBytes,
} from './object-store.ts';
import type { PhotoRead } from './read-photo.ts';
import type { UnusedAttachments } from './unused.ts';

export type KeepOutcome =
  | { readonly status: 'kept'; readonly attachment: Attachment }
  | {
      readonly status: 'refused';
      readonly code: 'unsupportedMediaType' | 'mediaTypeMismatch' | 'attachmentTooLarge';
      readonly detail: string;
    };

export interface AttachmentStore {
  /** Stores bytes under their id, unless their kind is not accepted, or not the declared one. */
  keep(content: Content, contentType: string | undefined): Promise<KeepOutcome>;
  /** What is stored under an id; the caller is about to name it in an event, so its grace period begins again. */
  find(digest: string): Promise<Attachment | undefined>;
  open(digest: string, range?: ByteRange): Promise<Readable | undefined>;
  /** Deletes an attachment with everything that belongs to it. */
  remove(digest: string): Promise<void>;
}

/** Largest size in bytes by kind. */
export type AttachmentLimits = Readonly<Record<AttachmentKind, number>>;

/**
 * Reads a photo in a worker, where it can do no harm; undefined if it cannot be read. Such a photo is kept without metadata and
 * without a public copy. Throws ParsersBusyError, and then nothing is kept.
 */
export type ReadPhoto = (bytes: Uint8Array, mediaType: string) => Promise<PhotoRead | undefined>;

const DESCRIPTION = '.json';
const descriptionKey = (digest: string) => `${digest}${DESCRIPTION}`;

/** The name under which an earlier release stored the object with a key: the plain digest. */
export const plainNameOf = (key: string, ids: AttachmentIds): string | undefined => {
  const ending = key.endsWith(DESCRIPTION) ? DESCRIPTION : '';
  const sha256 = ids.sha256Of(key.slice(0, key.length - ending.length));
  return sha256 && sha256 + ending;
};

/** Deletes an attachment with the metadata read from it. */
export const removeAttachment = async (
  objects: Pick<ObjectStore, 'remove'>,
  digest: string,
): Promise<void> => {
  await objects.remove(descriptionKey(digest));
  await objects.remove(digest);
};

/**
 * Attachments named by the sealed digest of their content: written once, never changed, the same photo stored once. With each are stored
 * the metadata read from it and, for photos, a copy without metadata under a separate id. Both are derived from the bytes, so if they are
 * missing (an attachment of an older release, a restored backup) they are recreated.
 */
export const createAttachmentStore = (
  objects: ObjectStore,
  ids: AttachmentIds,
  unused: UnusedAttachments,
  limits: AttachmentLimits,
  readPhoto: ReadPhoto,
): AttachmentStore => {
  const describe = async (content: Content, mediaType: string): Promise<Attachment> => {
    const plain: Attachment = { digest: ids.of(content.sha256), mediaType, size: content.size };
    if (kindOf(mediaType) !== 'photo') return plain;
    const bytes = await readAllBytes(content.open());
    const { origin, publicCopy } = (await readPhoto(bytes, mediaType)) ?? {};
    const copied = publicCopy && contentOfBytes(publicCopy);
    const publicDigest = copied && ids.of(copied.sha256);
    if (copied !== undefined) {
      await unused.remember(publicDigest!);
      await objects.put(publicDigest!, copied, mediaType);
    }
    return {
      ...plain,
      ...(publicDigest === undefined ? {} : { publicDigest }),
      ...(origin === undefined ? {} : { origin }),
    };
  };

  const writeDescription = async (attachment: Attachment): Promise<void> => {
    const text = contentOfBytes(Buffer.from(JSON.stringify(attachment)));
    await objects.put(descriptionKey(attachment.digest), text, 'application/json');
  };

  const readDescription = async (digest: string): Promise<Attachment | undefined> => {
    const stream = await objects.open(descriptionKey(digest));
    if (stream === undefined) return undefined;
    return renamed(JSON.parse((await readAllBytes(stream)).toString()) as Attachment, ids.current);
  };

  const contentOfObject = async (digest: string, size: number, mediaType: string): Promise<Content> => {
    // Metadata is read only from photos; films stay where they are.
    const stream = kindOf(mediaType) === 'photo' ? await objects.open(digest) : undefined;
    return stream === undefined
      ? { size, sha256: ids.sha256Of(digest)!, open: () => Readable.from([]) }
      : contentOfBytes(await readAllBytes(stream));
  };

  const describeAgain = async (digest: string, size: number): Promise<Attachment | undefined> => {
    const head = await objects.open(digest, { first: 0, last: Math.min(size, SNIFF_BYTES) - 1 });
    const mediaType = head && mediaTypeOf(await readAllBytes(head));
    if (mediaType === undefined) return undefined;
    const attachment = await describe(await contentOfObject(digest, size, mediaType), mediaType);
    await writeDescription(attachment);
    return attachment;
  };

  return {
    async keep(content, contentType) {
      const mediaType = mediaTypeOf(await headOf(content));
      if (mediaType === undefined) {
        return { status: 'refused', code: 'unsupportedMediaType', detail: '应为照片、录音或视频' };
      }
      if (!claimFits(claimedType(contentType), mediaType)) {
        const detail = `声明为 ${contentType}，内容为 ${mediaType}`;
        return { status: 'refused', code: 'mediaTypeMismatch', detail };
      }
      const limit = limits[kindOf(mediaType)!];
      if (content.size > limit) {
        return { status: 'refused', code: 'attachmentTooLarge', detail: `不超过 ${limit} 字节` };
      }
      await unused.remember(ids.of(content.sha256));
      const attachment = await describe(content, mediaType);
      await objects.put(attachment.digest, content, mediaType);
      await writeDescription(attachment);
      return { status: 'kept', attachment };
    },
    async find(digest) {
      if (ids.sha256Of(digest) === undefined) return undefined;
      await unused.touch(digest);
      const size = await objects.size(digest);
      if (size === undefined) return undefined;
      const attachment = (await readDescription(digest)) ?? (await describeAgain(digest, size));
      const copy = attachment?.publicDigest;
      if (copy !== undefined && copy !== digest) await unused.touch(copy);
      return attachment;
    },
    async open(digest, range) {
      return ids.sha256Of(digest) === undefined ? undefined : objects.open(digest, range);
    },
    remove: (digest) => removeAttachment(objects, digest),
  };
};

const headOf = async (content: Content): Promise<Buffer> =>
  content.size === 0
    ? Buffer.alloc(0)
    : readAllBytes(content.open({ first: 0, last: Math.min(content.size, SNIFF_BYTES) - 1 }));
