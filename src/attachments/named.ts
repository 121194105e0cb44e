import type { Attachment } from '../governance/events.ts';

/** The form of an attachment's id. */
export const ATTACHMENT_ID = /^[0-9a-f]{96}$/;

/** How releases before sealed ids named an attachment: by the SHA-256 of its bytes. */
export const PLAIN_DIGEST = /^[0-9a-f]{64}$/;

const isAttachment = (value: object): value is Attachment =>
  'digest' in value &&
  typeof value.digest === 'string' &&
  (ATTACHMENT_ID.test(value.digest) || PLAIN_DIGEST.test(value.digest)) &&
  'mediaType' in value &&
  'size' in value;

/** Every attachment that an event's data names, whatever the field: photos, photos before and after, recordings … */
export const attachmentsIn = (data: unknown): Attachment[] => {
  if (typeof data !== 'object' || data === null) return [];
  if (isAttachment(data)) return [data];
  return Object.values(data).flatMap(attachmentsIn);
};

/** The same attachment under other names. */
export const renamed = (attachment: Attachment, rename: (name: string) => string): Attachment => ({
  ...attachment,
  digest: rename(attachment.digest),
  ...(attachment.publicDigest === undefined ? {} : { publicDigest: rename(attachment.publicDigest) }),
});

/** The same data with its attachments renamed; data without attachments is returned unchanged. */
export const withAttachmentsRenamed = (data: unknown, rename: (name: string) => string): unknown => {
  if (typeof data !== 'object' || data === null) return data;
  if (isAttachment(data)) {
    const changed = renamed(data, rename);
    return changed.digest === data.digest && changed.publicDigest === data.publicDigest ? data : changed;
  }
  const entries = Object.entries(data);
  const changed = entries.map(([name, value]) => [name, withAttachmentsRenamed(value, rename)] as const);
  if (changed.every(([, value], n) => value === entries[n]![1])) return data;
  return Array.isArray(data) ? changed.map(([, value]) => value) : Object.fromEntries(changed);
};
