import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { contentDigest } from '../platform/ids.ts';
import type { ImportReport } from '../tabular/index.ts';
import type { Access } from './access.ts';
import type { Shown } from './answers/shown.ts';
import { importAnswerOf } from './answers/standards.ts';
import type { Api, ApiEnv } from './deps.ts';
import { check, plainRoute } from './endpoint.ts';
import { ProblemError } from './problems.ts';
import { flagOr } from './request.ts';
import { sharerOf, whileAllowed } from './shares/under-way.ts';
import type { Tag } from './tags.ts';

/** Overhead of a form around its file. */
const FORM_BYTES = 65_536;
const SHEET_TYPES = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
];

const importQuery = {
  dryRun: flagOr(true, 'Only checks, unless `false`'),
  partial: flagOr(false, 'Imports the valid rows even if others are invalid'),
};

/** The sheet of a request: the file in the field `file` of a form, or the body itself. */
const readSheetBody = async (context: Context<ApiEnv>, maxBytes: number): Promise<Uint8Array> => {
  const type = (context.req.header('content-type') ?? '').split(';')[0]!.trim();
  if (SHEET_TYPES.includes(type)) return context.var.body.bytes(maxBytes);
  if (type !== 'multipart/form-data') {
    throw new ProblemError('unsupportedMediaType', {
      zh: `${type || '未注明的内容类型'} 不是 CSV、XLSX 或表单`,
      en: `${type || 'no content type'} is not CSV, XLSX or a form`,
    });
  }
  const form = await context.var.body.form(maxBytes + FORM_BYTES);
  if (!(form.file instanceof File))
    throw new ProblemError('invalidRequest', { zh: '缺少字段 file', en: 'the field file is missing' });
  return new Uint8Array(await form.file.arrayBuffer());
};

export interface ImportRequest<Query> {
  readonly query: Query & { readonly dryRun: boolean; readonly partial: boolean };
  readonly bytes: Uint8Array;
  /** Digest of the bytes, for the Idempotency-Key. */
  readonly digest: string;
}

export interface ImportEndpoint<
  Shape extends z.ZodRawShape,
  Checked extends { readonly report: ImportReport },
  Imported extends z.ZodType,
> {
  readonly path: string;
  readonly access: Access;
  readonly tag: Tag;
  readonly summary: string;
  readonly query: Shape;
  /** Largest sheet in bytes. */
  readonly maxBytes: number;
  /** The result of a real import (not a dry run). */
  readonly imported: Imported;
  /** Checks rights and file; changes nothing. */
  readonly check: (
    context: Context<ApiEnv>,
    request: ImportRequest<z.infer<z.ZodObject<Shape>>>,
  ) => Checked | Promise<Checked>;
  readonly apply: (
    context: Context<ApiEnv>,
    request: ImportRequest<z.infer<z.ZodObject<Shape>>>,
    checked: Checked,
  ) => Promise<Shown<Imported>>;
}

/**
 * A route that accepts CSV or XLSX. It answers with a report of the findings; if one row is invalid, nothing is imported, unless
 * `partial` is set.
 */
export const importEndpoint = <
  Shape extends z.ZodRawShape,
  Checked extends { readonly report: ImportReport },
  Imported extends z.ZodType,
>(
  app: Api,
  endpoint: ImportEndpoint<Shape, Checked, Imported>,
): void => {
  const schema = z.object({ ...endpoint.query, ...importQuery });
  const file = z.any().openapi({ type: 'string', format: 'binary' });
  plainRoute(
    app,
    {
      method: 'post',
      path: endpoint.path,
      tag: endpoint.tag,
      summary: endpoint.summary,
      access: endpoint.access,
      request: {
        query: schema,
        body: {
          required: true,
          content: {
            'multipart/form-data': { schema: z.object({ file }) },
            'text/csv': { schema: z.string() },
            [SHEET_TYPES[1]!]: { schema: file },
          },
        },
      },
      responses: {
        200: {
          description: 'Findings, and imported rows',
          content: { 'application/json': { schema: importAnswerOf(endpoint.imported) } },
        },
      },
    },
    async (context) => {
      const query = check(schema, context.req.query());
      const bytes = await readSheetBody(context, endpoint.maxBytes);
      const request = {
        query: query as ImportRequest<z.infer<z.ZodObject<Shape>>>['query'],
        bytes,
        digest: contentDigest(Buffer.from(bytes).toString('latin1')),
      };
      const { dryRun, partial } = request.query;
      const run = async (_ended: AbortSignal, goThrough: () => void): Promise<Response> => {
        const checked = await endpoint.check(context, request);
        const { report } = checked;
        if (dryRun) return context.json({ dryRun, ...report, imported: null });
        if (report.valid === 0 || (report.problemCount > 0 && !partial)) {
          throw new ProblemError(
            'importInvalid',
            {
              zh: `${report.problemCount} 处有误，未导入`,
              en: `${report.problemCount} errors, nothing was imported`,
            },
            { ...report },
          );
        }
        goThrough();
        return context.json({ dryRun, ...report, imported: await endpoint.apply(context, request, checked) });
      };
      return whileAllowed(context, context.var.shares.takeHeavy(sharerOf(context)), run);
    },
  );
};
