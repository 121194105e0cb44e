import { z } from 'zod';
import { positive } from './value-kinds.ts';

/** Photos, sound, film and imported files: their sizes, how they are read, where they are stored. */
export const attachmentSettings = {
  YIWANG_ATTACHMENT_MAX_BYTES: positive.default(10_485_760).describe('Largest photo'),
  YIWANG_AUDIO_MAX_BYTES: positive.default(20_971_520).describe('Largest sound recording'),
  YIWANG_VIDEO_MAX_BYTES: positive.default(209_715_200).describe('Largest film'),
  YIWANG_ATTACHMENTS_MAX: positive.default(9).describe('Most attachments with one report or feedback'),
  YIWANG_ATTACHMENT_FAR_METERS: positive
    .default(500)
    .describe('A photo whose EXIF position is farther than this from the reported point is marked'),
  YIWANG_UPLOAD_EXPIRY_HOURS: positive
    .default(24)
    .describe(
      'How long an upload waits for its next bytes, and an attachment for an event that refers to it',
    ),
  YIWANG_UPLOADS_MAX_OPEN: positive.default(20).describe('Most unfinished uploads of one person'),
  YIWANG_UPLOAD_QUOTA_BYTES: positive
    .default(2_147_483_648)
    .describe('Most bytes of one person to which no event refers yet, in unfinished and finished uploads'),
  YIWANG_UPLOAD_QUOTA_FILES: positive
    .default(500)
    .describe('Most files of one person to which no event refers yet'),
  YIWANG_IMPORT_MAX_BYTES: positive
    .default(5_242_880)
    .describe('Largest imported file: a sheet (CSV, XLSX) or GeoJSON'),
  YIWANG_PARSE_SECONDS: positive
    .max(600)
    .default(10)
    .describe(
      'Longest time for reading one photo or imported file: beyond it, a photo is kept without its metadata, and a file is refused',
    ),
  YIWANG_PARSE_MEMORY_MB: positive
    .default(256)
    .describe('Most memory (MiB of heap) for reading one of them, with the same consequence'),
  YIWANG_PARSE_MAX_WAITING: positive
    .default(32)
    .describe(
      'Most photos, and most imported files, waiting to be read; the next one is answered 503 with Retry-After',
    ),
  YIWANG_S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('S3-compatible store for the attachments, instead of the data folder: https://host'),
  YIWANG_S3_BUCKET: z.string().optional().describe('With YIWANG_S3_ENDPOINT: the bucket'),
  YIWANG_S3_REGION: z.string().default('us-east-1').describe('With YIWANG_S3_ENDPOINT: the region'),
  YIWANG_S3_ACCESS_KEY: z.string().optional().describe('With YIWANG_S3_ENDPOINT: the access key'),
  YIWANG_S3_SECRET_KEY: z.string().optional().describe('With YIWANG_S3_ENDPOINT: the secret key'),
  YIWANG_S3_PATH_STYLE: z
    .stringbool()
    .default(true)
    .describe('With YIWANG_S3_ENDPOINT: the bucket is in the path; false puts it before the host name'),
};
