import type { Context } from 'hono';
import type { AttachmentLimits } from '../../attachments/attachment-store.ts';
import { ATTACHMENT_MEDIA_TYPES, claimedKind, claimedType } from '../../attachments/media-type.ts';
import { parseBytes, parseUploadMetadata } from '../../attachments/uploads/tus.ts';
import type { Upload } from '../../attachments/uploads/upload.ts';
import { maskText } from '../../identity/index.ts';
import type { ApiEnv } from '../deps.ts';
import { ProblemError } from '../problems.ts';

const MAX_NAME_LENGTH = 200;

/** The file that a request announces. Throws if it is not accepted because of its length or its type. */
export const announcedFile = (
  context: Context<ApiEnv>,
  limits: AttachmentLimits,
): Pick<Upload, 'length' | 'fileName' | 'contentType'> => {
  const length = parseBytes(context.req.header('upload-length'));
  const metadata = parseUploadMetadata(context.req.header('upload-metadata'));
  if (length === undefined || length === 0)
    throw new ProblemError('invalidRequest', {
      zh: 'Upload-Length 应为文件的字节数',
      en: 'Upload-Length must be the number of bytes of the file',
    });
  if (metadata === undefined)
    throw new ProblemError('invalidRequest', {
      zh: 'Upload-Metadata 无法解析',
      en: 'Upload-Metadata cannot be parsed',
    });
  const contentType = claimedType(metadata.filetype);
  const kind = contentType === undefined ? undefined : claimedKind(contentType);
  if (contentType !== undefined && kind === undefined)
    throw new ProblemError(
      'unsupportedMediaType',
      { zh: '应为照片、录音或视频', en: 'the file must be a photo, sound or film' },
      {
        allowed: ATTACHMENT_MEDIA_TYPES,
      },
    );
  const limit = kind === undefined ? Math.max(...Object.values(limits)) : limits[kind];
  if (length > limit)
    throw new ProblemError('attachmentTooLarge', {
      zh: `不超过 ${limit} 字节`,
      en: `at most ${limit} bytes`,
    });
  return {
    length,
    fileName: maskText((metadata.filename ?? '').slice(0, MAX_NAME_LENGTH)),
    contentType: contentType ?? '',
  };
};
