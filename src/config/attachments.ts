import { z } from 'zod';
import { positive } from './value-kinds.ts';

/** Photos, sound, film and imported files: their sizes, who reads them, where they lie. */
export const attachmentSettings = {
  YIWANG_ATTACHMENT_MAX_BYTES: positive.default(10_485_760).describe('Largest photo'),
  YIWANG_AUDIO_MAX_BYTES: positive.default(20_971_520).describe('Largest sound recording'),
  YIWANG_VIDEO_MAX_BYTES: positive.default(209_715_200).describe('Largest film'),
  YIWANG_ATTACHMENTS_MAX: positive.default(9).describe('Most attachments with one report or feedback'),
  YIWANG_ATTACHMENT_FAR_METERS: positive
    .default(500)
    .describe('A photo taken farther than this from the reported point, by its EXIF, is marked'),
  YIWANG_UPLOAD_EXPIRY_HOURS: positive
    .default(24)
    .describe('How long an upload waits for its next bytes, and an attachment for an event that names it'),
  YIWANG_UPLOADS_MAX_OPEN: positive.default(20).describe('Most unfinished uploads of one person'),
  YIWANG_UPLOAD_QUOTA_BYTES: positive
    .default(2_147_483_648)
    .describe('Most bytes of one person that no event names yet, in unfinished uploads and finished ones'),
  YIWANG_UPLOAD_QUOTA_FILES: positive
    .default(500)
    .describe('Most files of one person that no event names yet'),
  YIWANG_IMPORT_MAX_BYTES: positive
    .default(5_242_880)
    .describe('Largest imported file: a sheet (CSV, XLSX) or GeoJSON'),
  YIWANG_PARSE_SECONDS: positive
    .max(600)
    .default(10)
    .describe(
      'Longest time that reading one photo or imported file may take: beyond it a photo is kept without what it tells, a file is refused',
    ),
  YIWANG_PARSE_MEMORY_MB: positive
    .default(256)
    .describe('Most memory (MiB of heap) that reading one of them may take, with the same end'),
  YIWANG_PARSE_MAX_WAITING: positive
    .default(32)
    .describe(
      'Most photos, and most imported files, that wait to be read; the next one is answered 503 with Retry-After',
    ),
  YIWANG_S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('S3-compatible store that keeps the attachments instead of the data folder: https://host'),
  YIWANG_S3_BUCKET: z.string().optional().describe('With YIWANG_S3_ENDPOINT: the bucket'),
  YIWANG_S3_REGION: z.string().default('us-east-1').describe('With YIWANG_S3_ENDPOINT: the region'),
  YIWANG_S3_ACCESS_KEY: z.string().optional().describe('With YIWANG_S3_ENDPOINT: the access key'),
  YIWANG_S3_SECRET_KEY: z.string().optional().describe('With YIWANG_S3_ENDPOINT: the secret key'),
  YIWANG_S3_PATH_STYLE: z
    .stringbool()
    .default(true)
    .describe('With YIWANG_S3_ENDPOINT: the bucket stands in the path; false puts it before the host name'),
};
