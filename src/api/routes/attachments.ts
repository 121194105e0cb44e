import { Readable } from 'node:stream';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findCaseAttachment } from '../../../projections/attachments/attachment-list/queries.ts';
import { metresFromPoint } from '../../attachments/far-from-point.ts';
import { ATTACHMENT_MEDIA_TYPES } from '../../attachments/media-type.ts';
import { attachmentsIn } from '../../attachments/named.ts';
import { largestForm } from '../../config.ts';
import type { Attachment } from '../../governance/events.ts';
import { holdersOf } from '../access.ts';
import { caseAttachmentAnswer, keptAnswer } from '../answers/attachments.ts';
import { filesField } from '../body/form.ts';
import { parseByteRange } from '../byte-range.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, plainRoute, wholeListOf } from '../endpoint.ts';
import { isKnownTag } from '../not-modified.ts';
import { ProblemError } from '../problems.ts';
import { refusedWith } from '../refusals-of.ts';
import { filesOf, keepFiles } from '../report-body.ts';
import { actorNames } from '../staff-names.ts';
import { requireDisk } from '../upload-room.ts';
import { UPLOADERS } from '../uploaders.ts';
import { answerList } from '../whole-list.ts';
import { readableCase } from './case-access.ts';

const caseAttachmentParams = z.object({
  caseId: z.string().max(64),
  /** An id; a link of an earlier release has a plain digest, which works only for people who may read the case. */
  digest: z.string().regex(/^[0-9a-f]{64,96}$/),
});

/** A file of one of the supported types. */
const FILE = Object.fromEntries(
  ATTACHMENT_MEDIA_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } as const }]),
);

/** Photos, recordings and films: uploaded ahead of a report or feedback, read by people who may see the case. */
export const attachmentRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;

  plainRoute(
    app,
    {
      method: 'post',
      path: '/attachments',
      tag: 'attachments',
      summary:
        'Upload files in one request (multipart/form-data, fields `photo` or `attachment`) to refer to them in a report, feedback or check',
      access: UPLOADERS,
      request: {
        body: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: z.object({ photo: filesField.optional(), attachment: filesField.optional() }),
            },
          },
        },
      },
      responses: { 201: { description: 'Kept', content: { 'application/json': { schema: keptAnswer } } } },
    },
    async (context) => {
      requireDisk(deps);
      const form = await context.var.body.form(largestForm(deps.config));
      const files = filesOf(form);
      if (files.length === 0)
        throw new ProblemError('invalidRequest', { zh: '缺少字段 photo', en: 'the field photo is missing' });
      return context.json({ items: await keepFiles(files, deps, context.var.user.userId) }, 201);
    },
  );

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}/attachments',
    access: holdersOf('case:read'),
    tag: 'attachments',
    summary:
      'Attachments of a case, with the origin metadata of photos; `farFromPoint` marks those taken far from the reported point',
    params: z.object({ caseId: z.string().max(64) }),
    answer: wholeListOf(caseAttachmentAnswer),
    async handle(context, { params: { caseId } }) {
      const row = await readableCase(context, deps, caseId);
      const events = await store.readStream(`case-${caseId}`);
      const names = await actorNames(
        deps,
        events.map(({ meta }) => meta.actor),
      );
      const items = events.flatMap(({ type, data, meta, recordedAt }) =>
        attachmentsIn(data).map((attachment) => {
          const metres = metresFromPoint(attachment, row);
          return {
            ...attachment,
            event: type,
            at: recordedAt,
            actorName: names.get(meta.actor) ?? null,
            metersFromPoint: metres ?? null,
            farFromPoint: metres !== undefined && metres > deps.config.YIWANG_ATTACHMENT_FAR_METERS,
          };
        }),
      );
      return answerList(context, items);
    },
  });

  /** Referenced in the stream of the case, or in another stream that belongs to the case. */
  const namedBy = async (caseId: string, digest: string): Promise<boolean> => {
    const events = await store.readStream(`case-${caseId}`);
    const own = events.some(({ data }) =>
      attachmentsIn(data).some((named) => named.digest === digest || named.publicDigest === digest),
    );
    return own || (await findCaseAttachment(sql, caseId, digest)) !== undefined;
  };

  const download = async (context: Context<ApiEnv>) => {
    const params = caseAttachmentParams.safeParse(context.req.param());
    if (!params.success) throw new ProblemError('notFound', { zh: '附件不存在', en: 'attachment not found' });
    const { caseId } = params.data;
    const digest = deps.core.attachmentIds.current(params.data.digest);
    await readableCase(context, deps, caseId);
    const attachment = (await namedBy(caseId, digest)) ? await deps.attachments.find(digest) : undefined;
    if (attachment === undefined)
      throw new ProblemError('notFound', { zh: '附件不存在', en: 'attachment not found' });
    return sendAttachment(context, deps, attachment);
  };
  for (const path of ['attachments', 'photos']) {
    plainRoute(
      app,
      {
        method: 'get',
        path: `/cases/{caseId}/${path}/{digest}`,
        tag: 'attachments',
        summary:
          'An attachment of a case, or its public copy by the digest of that; ranges and ETag are supported',
        access: holdersOf('case:read'),
        request: { params: caseAttachmentParams },
        responses: {
          200: { description: 'The file', content: FILE },
          206: { description: 'The range', content: FILE },
          304: { description: 'Unchanged: the client already has it' },
          ...refusedWith(416),
        },
      },
      download,
    );
  }
};

const sendAttachment = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  { digest, mediaType, size }: Attachment,
): Promise<Response> => {
  const etag = `"${digest}"`;
  const headers = {
    etag,
    'content-type': mediaType,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
  };
  const known = context.req.header('if-none-match');
  if (isKnownTag(known, etag)) return context.body(null, 304, headers);
  const ifRange = context.req.header('if-range');
  const range =
    ifRange === undefined || ifRange === etag ? parseByteRange(context.req.header('range'), size) : undefined;
  if (range === null) {
    context.header('content-range', `bytes */${size}`);
    throw new ProblemError('rangeNotSatisfiable');
  }
  const stream = await deps.attachments.open(digest, range);
  if (stream === undefined)
    throw new ProblemError('notFound', { zh: '附件不存在', en: 'attachment not found' });
  const length = range === undefined ? size : range.last - range.first + 1;
  return context.body(Readable.toWeb(stream) as ReadableStream<Uint8Array>, range === undefined ? 200 : 206, {
    ...headers,
    'content-length': String(length),
    ...(range === undefined ? {} : { 'content-range': `bytes ${range.first}-${range.last}/${size}` }),
  });
};
