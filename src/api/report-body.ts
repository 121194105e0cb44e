import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Attachment, CASE_SOURCES } from '../governance/events.ts';
import { MAX_DESCRIPTION_LENGTH, MAX_TEXT_LENGTH } from '../governance/index.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { findPhotos, photoDigests } from './named-photos.ts';
import { ProblemError } from './problems.ts';

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
  /** Who complained, where it was not the reporter; sealed before it is stored. */
  petitioner: z.object({ name: z.string().min(1).max(50), phone: z.string().min(5).max(20) }).optional(),
  /** The grid worker settled it on the spot: photos in `photo` show it before, those in `photoAfter` after. */
  selfHandling: z
    .object({
      result: z.string().max(MAX_TEXT_LENGTH * 2),
      /** Digests of photos uploaded before. */
      photosAfter: photoDigests,
    })
    .optional(),
  /** Digests of photos uploaded before, beside those that come with the form. */
  photos: photoDigests,
});

const parseReport = (value: unknown): z.infer<typeof reportBody> => {
  const parsed = reportBody.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalidRequest', '上报内容有误', {
    errors: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  });
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('malformedJson');
  }
};

/** Keeps the images among the uploaded files; anything else is refused by its bytes. */
export const keepPhotos = async (files: readonly File[], deps: ApiDeps): Promise<Attachment[]> => {
  const { YIWANG_ATTACHMENT_MAX_BYTES: limit, YIWANG_ATTACHMENTS_MAX: most } = deps.config;
  if (files.length > most) throw new ProblemError('invalidRequest', `照片不超过 ${most} 张`);
  const photos: Attachment[] = [];
  for (const file of files) {
    if (file.size > limit)
      throw new ProblemError('bodyTooLarge', `照片不超过 ${limit} 字节`, { size: file.size });
    const kept = await deps.attachments.put(new Uint8Array(await file.arrayBuffer()));
    if (kept === undefined) throw new ProblemError('unsupportedMediaType', '照片应为 JPEG、PNG 或 WebP');
    photos.push(kept);
  }
  return photos;
};

/** The photos that a report names by their digests. */
const photosOf = async (report: z.infer<typeof reportBody>, deps: ApiDeps) => ({
  photos: await findPhotos(report.photos, deps),
  photosAfter: await findPhotos(report.selfHandling?.photosAfter ?? [], deps),
});

/** A report as JSON, or as a form with the JSON in `report` and files in `photo` and, for self-handling, `photoAfter`. */
export const readReport = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
): Promise<{ report: z.infer<typeof reportBody>; photos: Attachment[]; photosAfter: Attachment[] }> => {
  const type = context.req.header('content-type') ?? '';
  if (type.startsWith('application/json')) {
    const report = parseReport(parseJson(await context.req.text()));
    return { report, ...(await photosOf(report, deps)) };
  }
  if (!type.startsWith('multipart/form-data'))
    throw new ProblemError('unsupportedMediaType', `${type || 'no content type'} is not taken`);
  const form = await context.req.parseBody({ all: true }).catch(() => {
    throw new ProblemError('invalidRequest', '表单无法解析');
  });
  if (typeof form.report !== 'string') throw new ProblemError('invalidRequest', '缺少字段 report');
  const report = parseReport(parseJson(form.report));
  const filesIn = (field: unknown) =>
    [field ?? []].flat().filter((part): part is File => part instanceof File);
  const named = await photosOf(report, deps);
  return {
    report,
    photos: [...named.photos, ...(await keepPhotos(filesIn(form.photo), deps))],
    photosAfter: [...named.photosAfter, ...(await keepPhotos(filesIn(form.photoAfter), deps))],
  };
};
