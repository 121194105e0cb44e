import { z } from '@hono/zod-openapi';
import type { Attachment } from '../governance/events.ts';
import type { ApiDeps } from './deps.ts';
import { ProblemError } from './problems.ts';

/** Digests of photos that were uploaded before. */
export const photoDigests = z
  .array(z.string().regex(/^[0-9a-f]{64}$/))
  .max(20)
  .default([]);

/** Throws unknownAttachment. */
export const findPhotos = async (digests: readonly string[], deps: ApiDeps): Promise<Attachment[]> => {
  const photos: Attachment[] = [];
  for (const digest of digests) {
    const kept = await deps.attachments.read(digest);
    if (kept === undefined) throw new ProblemError('unknownAttachment', '照片不存在，请先上传', { digest });
    photos.push({ digest, mediaType: kept.mediaType, size: kept.bytes.length });
  }
  return photos;
};
