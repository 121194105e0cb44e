import { z } from 'zod';
import { isoTime, point, text } from './common.ts';

const digest = text('9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de');
const bytes = z.number().int().meta({ example: 284_113 });

const fields = {
  digest: digest.meta({ description: 'The name under which the bytes are stored' }),
  mediaType: text('image/jpeg'),
  size: bytes,
  publicDigest: digest.optional().meta({ description: 'Digest of the copy without EXIF' }),
  origin: z
    .strictObject({
      takenAt: text('2026-03-14T10:02:31').optional(),
      position: point.optional(),
      camera: text('HUAWEI P60').optional(),
    })
    .optional()
    .meta({ description: 'From the EXIF of a photo: a hint, never a proof' }),
};
export const attachment = z.strictObject(fields).meta({ id: 'Attachment' });

export const keptAnswer = z.strictObject({ items: z.array(attachment) });
export const caseAttachmentAnswer = z
  .strictObject({
    ...fields,
    event: text('CaseReported'),
    at: isoTime,
    actorName: text('李晓梅').nullable().meta({ description: 'Who added it; null for the system' }),
    metersFromPoint: z.number().nullable().meta({ example: 12 }),
    farFromPoint: z.boolean(),
  })
  .meta({ id: 'CaseAttachment' });

/** Progress of an upload. */
export const uploadAnswer = z
  .strictObject({
    uploadId: text('8f3c1d20b7a94e65'),
    offset: bytes,
    length: bytes,
    fileName: text('井盖.jpg'),
    expiresAt: isoTime,
    attachment: attachment.nullable(),
  })
  .meta({ id: 'Upload' });
