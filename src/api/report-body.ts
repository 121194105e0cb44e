import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Attachment } from '../governance/events.ts';
import { MAX_DESCRIPTION_LENGTH } from '../governance/index.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { ProblemError } from './problems.ts';

export const reportBody = z.object({
  source: z.enum(['gridWorker', 'acceptor', 'public', 'leader']).default('gridWorker'),
  description: z.string().min(1).max(MAX_DESCRIPTION_LENGTH),
  location: z.object({
    lon: z.number().min(-180).max(180),
    lat: z.number().min(-90).max(90),
    address: z.string().max(200).optional(),
  }),
  matterCode: z.string().max(64).optional(),
  /** Identifier of the component (部件), as on its plate. */
  componentId: z.string().min(1).max(32).optional(),
  /** Who complained, where it was not the reporter; sealed before it is stored. */
  petitioner: z.object({ name: z.string().min(1).max(50), phone: z.string().min(5).max(20) }).optional(),
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

/** A report as JSON, or as a form with the JSON in `report` and files in `photo`. */
export const readReport = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
): Promise<{ report: z.infer<typeof reportBody>; photos: Attachment[] }> => {
  const type = context.req.header('content-type') ?? '';
  if (type.startsWith('application/json')) {
    return { report: parseReport(parseJson(await context.req.text())), photos: [] };
  }
  if (!type.startsWith('multipart/form-data'))
    throw new ProblemError('unsupportedMediaType', `${type || 'no content type'} is not taken`);
  const form = await context.req.parseBody({ all: true }).catch(() => {
    throw new ProblemError('invalidRequest', '表单无法解析');
  });
  if (typeof form.report !== 'string') throw new ProblemError('invalidRequest', '缺少字段 report');
  const report = parseReport(parseJson(form.report));
  const files = [form.photo ?? []].flat().filter((part): part is File => part instanceof File);
  return { report, photos: await keepPhotos(files, deps) };
};
