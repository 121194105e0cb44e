import { z } from '@hono/zod-openapi';
import { CHECKSUM_ALGORITHMS, TUS_VERSION } from '../../attachments/uploads/tus.ts';

export const bytesOf = (what: string) =>
  z.string().openapi({ type: 'integer', description: `Bytes of ${what}` });
const version = z.literal(TUS_VERSION);

/** Headers of requests in the tus protocol 1.0.0. */
export const VERSION_HEADERS = z.object({ 'tus-resumable': version });
export const BEGIN_HEADERS = VERSION_HEADERS.extend({
  'upload-length': bytesOf('the whole file'),
  'upload-metadata': z
    .string()
    .optional()
    .openapi({ description: '`filename` and `filetype`, each with its value in base64 of UTF-8' }),
});
export const CHUNK_HEADERS = VERSION_HEADERS.extend({
  'upload-offset': bytesOf('the part already received'),
  'upload-checksum': z
    .string()
    .optional()
    .openapi({ description: `${CHECKSUM_ALGORITHMS}, and the value in base64` }),
});

/** Headers of its answers. */
export const RESPONSE_HEADERS = z.object({ 'tus-resumable': version });
export const OF_UPLOAD = RESPONSE_HEADERS.extend({
  'upload-offset': bytesOf('the part received'),
  'upload-expires': z.string(),
  'upload-digest': z
    .string()
    .optional()
    .openapi({ description: 'Id of the attachment created by a finished upload' }),
});
export const OF_SERVER = RESPONSE_HEADERS.extend({
  'tus-version': version,
  'tus-extension': z.string(),
  'tus-checksum-algorithm': z.string(),
  'tus-max-size': bytesOf('the largest file'),
});
