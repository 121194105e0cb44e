import type { Attachment } from '../governance/events.ts';

const isAttachment = (value: object): value is Attachment =>
  'digest' in value &&
  typeof value.digest === 'string' &&
  /^[0-9a-f]{64}$/.test(value.digest) &&
  'mediaType' in value &&
  'size' in value;

/** Every attachment that an event's data names, whatever the field: photos, photos before and after, recordings … */
export const attachmentsIn = (data: unknown): Attachment[] => {
  if (typeof data !== 'object' || data === null) return [];
  if (isAttachment(data)) return [data];
  return Object.values(data).flatMap(attachmentsIn);
};
