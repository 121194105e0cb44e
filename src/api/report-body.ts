import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { contentOfBytes } from '../attachments/object-store.ts';
import { largestForm } from '../config.ts';
import { type Attachment, CASE_SOURCES } from '../governance/events.ts';
import { MAX_DESCRIPTION_LENGTH, MAX_TEXT_LENGTH } from '../governance/index.ts';
import type { RightsHolder } from '../identity/index.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { parseJsonText } from './json-text.ts';
import { nameableAttachment } from './nameable-attachment.ts';
import { ProblemError } from './problems.ts';
import { errorsOf } from './request-errors.ts';
import { reserveRoom } from './upload-room.ts';

/** Digests of attachments that were uploaded before. */
export const attachmentDigests = z
  .array(z.string().regex(/^[0-9a-f]{64,96}$/))
  .max(50)
  .default([]);

export const reportBody = z.object({
  source: z.enum(CASE_SOURCES).default('gridWorker'),
  description: z.string().max(MAX_DESCRIPTION_LENGTH * 2),
  location: z.object({
    lon: z.number().min(-180).max(180),
    lat: z.number().min(-90).max(90),
    address: z.string().max(200).optional(),
  }),
  matterCode: z.string().max(64).optional(),
  /** A component (部件) of the register that the report is about. */
  componentId: z
    .string()
    .regex(/^\d{16,17}$/)
    .optional(),
  /** The petitioner, if different from the reporter; sealed before it is stored. */
  petitioner: z.object({ name: z.string().min(1).max(50), phone: z.string().min(5).max(20) }).optional(),
  /** The grid worker resolved it on the spot: photos in `photo` show the state before, those in `photoAfter` the state after. */
  selfHandling: z
    .object({
      result: z.string().max(MAX_TEXT_LENGTH * 2),
      /** Digests of attachments that were uploaded before. */
      photosAfter: attachmentDigests,
    })
    .optional(),
  /** Digests of photos, recordings and films uploaded before, in addition to those in the form. */
  photos: attachmentDigests,
});

const parseReport = (value: unknown): z.infer<typeof reportBody> => {
  const parsed = reportBody.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalidRequest', undefined, { errors: errorsOf(reportBody, value) });
};

const requireFew = (count: number, deps: ApiDeps): void => {
  const { YIWANG_ATTACHMENTS_MAX: most } = deps.config;
  if (count > most)
    throw new ProblemError('invalidRequest', {
      zh: `附件不超过 ${most} 个`,
      en: `at most ${most} attachments`,
    });
};

/**
 * Stores the uploaded files; one of an unsupported type, or not of its declared type, is refused. They count towards the unused
 * attachments of their sender until an event refers to them.
 */
export const keepFiles = async (
  files: readonly File[],
  deps: ApiDeps,
  userId: string,
): Promise<Attachment[]> => {
  requireFew(files.length, deps);
  const kept: Attachment[] = [];
  for (const file of files) {
    const reservation = await reserveRoom(deps, userId, file.size, 'whole');
    try {
      const content = contentOfBytes(new Uint8Array(await file.arrayBuffer()));
      const outcome = await deps.attachments.keep(content, file.type);
      if (outcome.status === 'refused') throw new ProblemError(outcome.code, outcome.detail);
      await deps.uploads.note(userId, outcome.attachment);
      await deps.uploaders.note(outcome.attachment.digest, userId);
      kept.push(outcome.attachment);
    } finally {
      reservation.release();
    }
  }
  return kept;
};

/** Attachments uploaded before, by digest. Throws unknownAttachment, also for one to which the person may not refer. */
export const findAttachments = async (
  digests: readonly string[],
  deps: ApiDeps,
  person: RightsHolder,
): Promise<Attachment[]> => {
  requireFew(digests.length, deps);
  const found: Attachment[] = [];
  for (const digest of new Set(digests)) {
    const attachment = await nameableAttachment(deps, person, digest);
    if (attachment === undefined)
      throw new ProblemError(
        'unknownAttachment',
        { zh: '附件不存在，请先上传', en: 'attachment not found: upload it first' },
        { digest },
      );
    found.push(attachment);
  }
  return found;
};

/** The files in some fields of a form, in the order of the fields. */
export const filesOf = (
  form: Readonly<Record<string, unknown>>,
  fields: readonly string[] = ['photo', 'attachment'],
): File[] =>
  fields.flatMap((field) => [form[field] ?? []].flat()).filter((part): part is File => part instanceof File);

/** Attachments of a report, and for self-handling of its result: given by digests, or in the form. */
const attachmentsOf = async (
  report: z.infer<typeof reportBody>,
  form: Readonly<Record<string, unknown>>,
  deps: ApiDeps,
  user: RightsHolder,
) => {
  const { photos: named, selfHandling } = report;
  const namedAfter = selfHandling?.photosAfter ?? [];
  const [files, filesAfter] = [filesOf(form), filesOf(form, ['photoAfter'])];
  for (const count of [named.length + files.length, namedAfter.length + filesAfter.length])
    requireFew(count, deps);
  return {
    photos: [...(await findAttachments(named, deps, user)), ...(await keepFiles(files, deps, user.userId))],
    photosAfter: [
      ...(await findAttachments(namedAfter, deps, user)),
      ...(await keepFiles(filesAfter, deps, user.userId)),
    ],
  };
};

/**
 * A report as JSON, or as a form with the JSON in `report`, files in `photo` (or `attachment`) and, for self-handling, in
 * `photoAfter`.
 */
export const readReport = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
): Promise<{ report: z.infer<typeof reportBody>; photos: Attachment[]; photosAfter: Attachment[] }> => {
  const type = context.req.header('content-type') ?? '';
  if (type.startsWith('application/json')) {
    const report = parseReport(await context.var.body.json());
    return { report, ...(await attachmentsOf(report, {}, deps, context.var.user)) };
  }
  if (!type.startsWith('multipart/form-data'))
    throw new ProblemError('unsupportedMediaType', {
      zh: `不接受 ${type || '未注明的内容类型'}`,
      en: `${type || 'no content type'} is not supported`,
    });
  const form = await context.var.body.form(largestForm(deps.config));
  if (typeof form.report !== 'string')
    throw new ProblemError('invalidRequest', { zh: '缺少字段 report', en: 'the field report is missing' });
  const report = parseReport(parseJsonText(form.report, deps.config.YIWANG_HTTP_MAX_JSON_DEPTH));
  return { report, ...(await attachmentsOf(report, form, deps, context.var.user)) };
};
