import type { Context } from 'hono';
import { kindOf, mediaTypeOf } from '../../attachments/media-type.ts';
import { contentOfBytes } from '../../attachments/object-store.ts';
import { ownerOfPublic } from '../../attachments/public-owner.ts';
import type { Attachment } from '../../governance/events.ts';
import { attachmentPolicy, THE_PUBLIC } from '../../identity/policy/index.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import { nowIso } from '../request.ts';
import { requireDisk } from '../upload-room.ts';
import { reportKeyDigest } from './proof.ts';

const QUOTA_RETRY_SECONDS = 3600;

const ownerOf = (deps: ApiDeps, key: string): string => ownerOfPublic(reportKeyDigest(deps, key));

/** Stores a photo for the report with this key, and for no other. Throws unsupportedMediaType, attachmentTooLarge, publicQuotaExceeded. */
export const keepPhoto = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  key: string,
): Promise<Attachment> => {
  const most = deps.config.YIWANG_PUBLIC_PHOTO_MAX_BYTES;
  requireDisk(deps, most);
  const owner = ownerOf(deps, key);
  const reservation = await deps.publicQuota.reserve('public', most, 'whole');
  if (typeof reservation === 'string')
    throw new ProblemError('publicQuotaExceeded', undefined, { retryAfterSeconds: QUOTA_RETRY_SECONDS });
  try {
    context.set('mostBodyBytes', most);
    const bytes = await context.var.body.bytes(most);
    const mediaType = mediaTypeOf(bytes);
    if (mediaType === undefined || kindOf(mediaType) !== 'photo')
      throw new ProblemError('unsupportedMediaType', { zh: '应为照片', en: 'a photo is needed' });
    const kept = await deps.attachments.keep(contentOfBytes(bytes), context.req.header('content-type'));
    if (kept.status === 'refused') throw new ProblemError(kept.code, kept.detail);
    await deps.uploads.note(owner, kept.attachment);
    await deps.uploaders.note(kept.attachment.digest, owner);
    return kept.attachment;
  } finally {
    reservation.release();
  }
};

/** The photos of a report: those that were sent with its key. Throws unknownAttachment. */
export const photosOf = async (
  deps: ApiDeps,
  key: string,
  photoIds: readonly string[],
): Promise<Attachment[]> => {
  const { YIWANG_PUBLIC_PHOTOS_MAX: most } = deps.config;
  const unique = [...new Set(photoIds)];
  if (unique.length > most)
    throw new ProblemError('invalidRequest', { zh: `照片不超过 ${most} 张`, en: `at most ${most} photos` });
  const owner = ownerOf(deps, key);
  const found: Attachment[] = [];
  for (const digest of unique) {
    const isUploader = await deps.uploaders.isUploader(digest, owner);
    const verdict = attachmentPolicy({
      person: THE_PUBLIC,
      action: 'name',
      before: { isUploader, onVisibleCase: false },
      now: nowIso(deps),
    });
    const attachment = verdict.kind === 'allowed' ? await deps.attachments.find(digest) : undefined;
    if (attachment === undefined)
      throw new ProblemError('unknownAttachment', {
        zh: '照片不存在，请重新上传',
        en: 'photo not found: send it again',
      });
    found.push(attachment);
  }
  return found;
};
