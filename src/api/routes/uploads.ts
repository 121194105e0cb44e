import { type RouteConfig, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { newUploadId } from '../../attachments/uploads/receive.ts';
import {
  CHECKSUM_ALGORITHMS,
  CHUNK_TYPE,
  parseBytes,
  parseChecksum,
  TUS_EXTENSIONS,
  TUS_VERSION,
} from '../../attachments/uploads/tus.ts';
import type { Upload } from '../../attachments/uploads/upload.ts';
import { ownPolicy } from '../../identity/policy/index.ts';
import { signedIn } from '../access.ts';
import { uploadAnswer } from '../answers/attachments.ts';
import { attachmentLimits } from '../attachment-limits.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { plainRoute } from '../endpoint.ts';
import { requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { refusedWith } from '../refusals-of.ts';
import { requireDisk, reserveRoom } from '../upload-room.ts';
import { UPLOADERS } from '../uploaders.ts';
import { announcedFile } from './announced-file.ts';
import {
  BEGIN_HEADERS,
  bytesOf,
  CHUNK_HEADERS,
  OF_SERVER,
  OF_UPLOAD,
  RESPONSE_HEADERS,
  VERSION_HEADERS,
} from './upload-headers.ts';

const TAG = 'attachments';
/** Refusals specific to uploads, as OpenAPI responses. */
const UPLOAD_REFUSALS = refusedWith(410, 423, 460);

/**
 * Resumable uploads for weak networks, by the tus protocol 1.0.0 with creation, expiration, checksum and termination: any tus
 * client works. A finished upload is an attachment; its digest is in `Upload-Digest` and in `GET /uploads/{id}`.
 */
export const uploadRoutes = (app: Api, deps: ApiDeps): void => {
  const { uploads, clock, config } = deps;
  const { folder } = uploads;
  const limits = attachmentLimits(config);
  const largest = Math.max(...Object.values(limits));

  const speakTus = (context: Context<ApiEnv>): void => {
    context.header('tus-resumable', TUS_VERSION);
    if (context.req.header('tus-resumable') === TUS_VERSION) return;
    context.header('tus-version', TUS_VERSION);
    throw new ProblemError('tusVersionUnsupported');
  };

  /** An upload of the caller; somebody else's is answered like one that does not exist. */
  const ownUpload = (context: Context<ApiEnv>): Upload => {
    const upload = folder.find(context.req.param('uploadId') ?? '');
    const unknown = () => new ProblemError('uploadUnknown', { zh: '上传不存在', en: 'Upload not found' });
    const before = upload && { ownerId: upload.userId };
    requireAllowed(context, deps, ownPolicy, 'use', { before }, unknown);
    if (upload === undefined) throw unknown();
    if (Date.parse(upload.expiresAt) < clock.now()) throw new ProblemError('uploadExpired');
    return upload;
  };

  const tell = async (context: Context<ApiEnv>, upload: Upload, offset: number): Promise<void> => {
    context.header('upload-offset', String(offset));
    context.header('upload-expires', new Date(upload.expiresAt).toUTCString());
    if (upload.attachment === null) return;
    await deps.uploaders.note(upload.attachment.digest, upload.userId);
    context.header('upload-digest', upload.attachment.digest);
  };

  const route = (
    method: 'post' | 'get' | 'patch' | 'delete' | 'options',
    path: string,
    summary: string,
    request: RouteConfig['request'],
    answered: z.ZodObject,
    handle: (context: Context<ApiEnv>) => Promise<Response> | Response,
  ) =>
    plainRoute(
      app,
      {
        method,
        path,
        tag: TAG,
        summary: `${summary} (tus 1.0.0)`,
        access: method === 'options' ? signedIn('the capabilities of the server') : UPLOADERS,
        request: {
          ...request,
          ...(path.includes('{') ? { params: z.object({ uploadId: z.string() }) } : {}),
        },
        responses: {
          ...(method === 'get'
            ? {
                200: {
                  description: 'Done',
                  headers: answered,
                  content: { 'application/json': { schema: uploadAnswer } },
                },
              }
            : method === 'post'
              ? { 201: { description: 'Created; `Location` is the upload', headers: answered } }
              : { 204: { description: 'Done', headers: answered } }),
          ...(path.includes('{') ? UPLOAD_REFUSALS : {}),
        },
      },
      handle,
    );

  route('options', '/uploads', 'Supported parts of the protocol', {}, OF_SERVER, (context) =>
    context.body(null, 204, {
      'tus-resumable': TUS_VERSION,
      'tus-version': TUS_VERSION,
      'tus-extension': TUS_EXTENSIONS,
      'tus-checksum-algorithm': CHECKSUM_ALGORITHMS,
      'tus-max-size': String(largest),
    }),
  );

  const begin = async (context: Context<ApiEnv>) => {
    speakTus(context);
    const file = announcedFile(context, limits);
    const { userId } = context.var.user;
    const reservation = await reserveRoom(deps, userId, file.length, 'begun');
    const upload: Upload = {
      uploadId: newUploadId(),
      userId,
      ...file,
      expiresAt: new Date(clock.now() + uploads.uploadExpiryMs).toISOString(),
      attachment: null,
    };
    await folder.create(upload).finally(reservation.release);
    await tell(context, upload, 0);
    context.header('location', `/api/v1/uploads/${upload.uploadId}`);
    return context.body(null, 201);
  };
  route(
    'post',
    '/uploads',
    'Create an upload: `Upload-Length`, `Upload-Metadata` with `filename`, `filetype`',
    { headers: BEGIN_HEADERS },
    OF_UPLOAD.extend({ location: z.string() }),
    begin,
  );

  route(
    'get',
    '/uploads/{uploadId}',
    'Progress of an upload; with HEAD only in headers',
    {},
    OF_UPLOAD.extend({ 'upload-length': bytesOf('the whole file') }),
    async (context) => {
      context.header('tus-resumable', TUS_VERSION);
      // The last chunk may have arrived before a crash, without the upload being completed.
      const outcome = await uploads.complete(ownUpload(context));
      if (outcome.status === 'refused') throw new ProblemError(outcome.code, outcome.detail);
      const { upload, offset } = outcome;
      await tell(context, upload, offset);
      context.header('upload-length', String(upload.length));
      const { uploadId, length, fileName, expiresAt, attachment } = upload;
      return context.json({ uploadId, offset, length, fileName, expiresAt, attachment });
    },
  );

  const patch = async (context: Context<ApiEnv>) => {
    speakTus(context);
    const { uploadId } = ownUpload(context);
    if (context.req.header('content-type') !== CHUNK_TYPE)
      throw new ProblemError('unsupportedMediaType', {
        zh: `Content-Type 应为 ${CHUNK_TYPE}`,
        en: `Content-Type must be ${CHUNK_TYPE}`,
      });
    const offset = parseBytes(context.req.header('upload-offset'));
    if (offset === undefined)
      throw new ProblemError('invalidRequest', { zh: '缺少 Upload-Offset', en: 'Upload-Offset is missing' });
    const checksum = parseChecksum(context.req.header('upload-checksum'));
    if (checksum === null)
      throw new ProblemError('invalidRequest', {
        zh: `Upload-Checksum 应使用 ${CHECKSUM_ALGORITHMS} 之一`,
        en: `Upload-Checksum must use one of ${CHECKSUM_ALGORITHMS}`,
      });
    requireDisk(deps);
    const bytes = context.var.body.stream(() => requireDisk(deps));
    const outcome = await uploads.receive(uploadId, offset, bytes, checksum);
    if (bytes.errored instanceof ProblemError) throw bytes.errored;
    switch (outcome.status) {
      case 'received':
        await tell(context, outcome.upload, outcome.offset);
        return context.body(null, 204);
      case 'wrongOffset':
        context.header('upload-offset', String(outcome.offset));
        throw new ProblemError('uploadOffsetWrong', undefined, { offset: outcome.offset });
      case 'interrupted':
        throw new ProblemError(
          'invalidRequest',
          { zh: '连接中断', en: 'the connection was lost' },
          { offset: outcome.offset },
        );
      case 'tooLong':
        throw new ProblemError('bodyTooLarge', {
          zh: '内容超出 Upload-Length',
          en: 'the chunk exceeds Upload-Length',
        });
      case 'checksumMismatch':
        throw new ProblemError('uploadChecksumMismatch');
      case 'locked':
        throw new ProblemError('uploadLocked');
      case 'unknown':
        throw new ProblemError('uploadUnknown', { zh: '上传不存在', en: 'Upload not found' });
      case 'refused':
        throw new ProblemError(outcome.code, outcome.detail);
      default:
        return outcome satisfies never;
    }
  };
  route(
    'patch',
    '/uploads/{uploadId}',
    'Send the next bytes, at `Upload-Offset`; `Upload-Checksum` is optional',
    {
      headers: CHUNK_HEADERS,
      body: {
        required: true,
        content: { [CHUNK_TYPE]: { schema: z.any().openapi({ type: 'string', format: 'binary' }) } },
      },
    },
    OF_UPLOAD,
    patch,
  );

  const terminate = async (context: Context<ApiEnv>) => {
    speakTus(context);
    await folder.remove(ownUpload(context).uploadId);
    return context.body(null, 204);
  };
  route(
    'delete',
    '/uploads/{uploadId}',
    'Abandon an upload',
    { headers: VERSION_HEADERS },
    RESPONSE_HEADERS,
    terminate,
  );

  // For clients behind proxies that allow no other method.
  plainRoute(
    app,
    {
      method: 'post',
      path: '/uploads/{uploadId}',
      tag: TAG,
      summary: '`X-HTTP-Method-Override: PATCH` or `DELETE`',
      access: UPLOADERS,
      responses: {},
      described: false,
    },
    async (context) => {
      const method = context.req.header('x-http-method-override')?.toUpperCase();
      if (method === 'PATCH') return patch(context);
      if (method === 'DELETE') return terminate(context);
      throw new ProblemError('methodNotAllowed');
    },
  );
};
