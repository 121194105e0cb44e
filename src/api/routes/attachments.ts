import { z } from '@hono/zod-openapi';
import type { CaseReported } from '../../governance/events.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { record } from '../endpoint.ts';
import { ProblemError } from '../problems.ts';
import { keepPhotos } from '../report-body.ts';
import { readableCase } from './case-access.ts';

/** Photos: uploaded ahead of a feedback, read by whoever may see the case. */
export const attachmentRoutes = (app: Api, deps: ApiDeps): void => {
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/attachments',
    tags: ['cases'],
    summary: 'Upload photos (multipart/form-data, field `photo`) to name them in a feedback or a check',
    security: [{ bearer: [] }],
    responses: { 201: { description: 'Kept', content: { 'application/json': { schema: record } } } },
  });
  app.post('/attachments', async (context) => {
    const form = await context.req.parseBody({ all: true }).catch(() => {
      throw new ProblemError('invalidRequest', '表单无法解析');
    });
    const files = [form.photo ?? []].flat().filter((part): part is File => part instanceof File);
    if (files.length === 0) throw new ProblemError('invalidRequest', '缺少字段 photo');
    return context.json({ items: await keepPhotos(files, deps) }, 201);
  });

  app.openAPIRegistry.registerPath({
    method: 'get',
    path: '/cases/{caseId}/photos/{digest}',
    tags: ['cases'],
    summary: 'A photo of a case',
    security: [{ bearer: [] }],
    request: { params: z.object({ caseId: z.string(), digest: z.string() }) },
    responses: { 200: { description: 'The image' } },
  });
  app.get('/cases/:caseId/photos/:digest', async (context) => {
    const { caseId, digest } = context.req.param();
    await readableCase(context, deps, caseId);
    const events = await deps.core.store.readStream(`case-${caseId}`);
    const named = events.some(({ data }) => {
      const { photos = [], selfHandling } = data as Partial<CaseReported['data']>;
      return [...photos, ...(selfHandling?.photosAfter ?? [])].some((photo) => photo.digest === digest);
    });
    const kept = named ? await deps.attachments.read(digest) : undefined;
    if (kept === undefined) throw new ProblemError('notFound', '照片不存在');
    return context.body(new Uint8Array(kept.bytes), 200, {
      'content-type': kept.mediaType,
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });
};
