import { type RouteConfig, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Access, describeAccess, withAccess } from './access.ts';
import { requireUtf8Charset } from './body/charset.ts';
import type { Api, ApiEnv } from './deps.ts';
import { requireKnownQuery } from './known-query.ts';
import { ProblemError } from './problems.ts';
import { refusalsOf } from './refusals-of.ts';
import { errorsOf } from './request-errors.ts';
import { sharerOf, whileAllowed } from './shares/under-way.ts';
import { wholeListQuery } from './whole-list.ts';

/** For a route that always costs much. */
export const always = (): boolean => true;

export const COMMAND_HEADERS = z.object({
  'idempotency-key': z
    .string()
    .max(128)
    .optional()
    .openapi({ description: 'The same key with the same body is done once and answered again' }),
  'if-match': z.string().optional().openapi({ description: 'ETag of the version that was read' }),
});

const READ_HEADERS = z.object({
  'if-none-match': z
    .string()
    .optional()
    .openapi({ description: 'ETag that the client has: answered 304 where it is still so' }),
  prefer: z.string().optional().openapi({
    description: '`wait=5`: waits up to that many seconds until the read models have reached X-Position',
  }),
  'x-position': z.string().optional().openapi({ description: 'The position that a write was answered with' }),
});

const etag = z.string().optional().openapi({ description: 'Version, for If-Match and If-None-Match' });
const READ_ANSWERED = z.object({
  etag,
  'preference-applied': z.string().optional().openapi({ description: 'That `Prefer: wait` has been met' }),
});
const COMMAND_ANSWERED = z.object({
  etag,
  'x-position': z.string().optional().openapi({ description: 'Position of what was written' }),
  'idempotent-replayed': z
    .string()
    .optional()
    .openapi({ description: '`true` where it had been done before' }),
});

const nothing = z.object({});
type Nothing = typeof nothing;

interface EndpointOptions<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** OpenAPI form: `/cases/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Largest body; YIWANG_HTTP_MAX_BODY_BYTES where none is given. */
  readonly maxBodyBytes?: number;
  /** Status when it is done. */
  readonly done?: 200 | 201 | 202 | 204;
  /** Schema of the answer; plain JSON objects where none is given. */
  readonly answer?: z.ZodType;
  /** Who may call it at all: asked before the body is read. */
  readonly access: Access;
  /** It costs much: few of it run at one time, for one person and for all, and it ends when the rights of its caller do. */
  readonly heavy?: (query: z.infer<Query>) => boolean;
  readonly handle: (
    context: Context<ApiEnv>,
    input: { params: z.infer<Params>; query: z.infer<Query>; body: z.infer<Body> },
    /** Aborted when the rights of the caller end; of heavy routes only. */
    ended?: AbortSignal,
  ) => Promise<Response> | Response;
}

export const listOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const whole = new WeakSet<z.ZodType>();
/** Of a list that is answered whole unless `limit` asks for a page; see answerList. */
export const wholeListOf = (item: z.ZodType) => {
  const list = listOf(item);
  whole.add(list);
  return list;
};
export const record = z.record(z.string(), z.unknown());

export const check = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ProblemError('invalidRequest', undefined, { errors: errorsOf(schema, value) });
};

/** Throws unsupportedMediaType and unsupportedCharset. */
export const requireJsonType = (context: Context): void => {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/(?:[\w.-]+\+)?json\b/.test(type))
    throw new ProblemError('unsupportedMediaType', {
      zh: `${type || '未注明的内容类型'} 不是 JSON`,
      en: `${type || 'no content type'} is not JSON`,
    });
  requireUtf8Charset(type);
};

const readBody = (context: Context<ApiEnv>, maxBytes: number | undefined): Promise<unknown> => {
  requireJsonType(context);
  return context.var.body.json(maxBytes);
};

/** One route: checked by the very schemas that the OpenAPI document shows. */
export const endpoint = <
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
>(
  app: Api,
  options: EndpointOptions<Params, Query, Body>,
): void => {
  const { method, path, params, body, done = 200 } = options;
  const isWhole = options.answer !== undefined && whole.has(options.answer);
  const query = isWhole ? (options.query ?? nothing).extend(wholeListQuery) : options.query;
  app.openAPIRegistry.registerPath({
    method,
    path,
    tags: [options.tag],
    summary: options.summary,
    ...describeAccess(options.access),
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      headers: method === 'get' ? READ_HEADERS : COMMAND_HEADERS,
      ...(body ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    },
    responses: {
      [done]: {
        description: 'Done',
        headers: method === 'get' ? READ_ANSWERED : COMMAND_ANSWERED,
        ...(done === 204 ? {} : { content: { 'application/json': { schema: options.answer ?? record } } }),
      },
      ...refusalsOf(method),
    },
  });
  app.on(
    method.toUpperCase(),
    honoPath(path),
    withAccess(options.access, async (context: Context<ApiEnv>) => {
      requireKnownQuery(context, Object.keys(query?.shape ?? {}));
      const input = {
        params: check(params ?? nothing, context.req.param()),
        query: check(query ?? nothing, context.req.query()),
        body: body ? check(body, await readBody(context, options.maxBodyBytes)) : {},
      };
      if (options.heavy?.(input.query as never) !== true) return options.handle(context, input as never);
      return whileAllowed(context, context.var.shares.takeHeavy(sharerOf(context)), (ended) =>
        options.handle(context, input as never, ended),
      );
    }),
  );
};

const honoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

interface PlainRoute {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete' | 'options';
  /** OpenAPI form: `/cases/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly request?: RouteConfig['request'];
  readonly responses: RouteConfig['responses'];
  /** False for another way to call what is described already. */
  readonly described?: false;
}

const queryOf = (request: RouteConfig['request']): readonly string[] =>
  request?.query instanceof z.ZodObject ? Object.keys(request.query.shape) : [];

/** A route that reads its request itself: forms, chunks, streams. Declared like every other. */
export const plainRoute = (
  app: Api,
  { method, path, tag, summary, access, request, responses, described }: PlainRoute,
  handle: (context: Context<ApiEnv>) => Promise<Response> | Response,
): void => {
  if (described !== false)
    app.openAPIRegistry.registerPath({
      method,
      path,
      tags: [tag],
      summary,
      ...describeAccess(access),
      ...(request ? { request } : {}),
      responses: { ...refusalsOf(method), ...responses },
    });
  const known = queryOf(request);
  app.on(
    method.toUpperCase(),
    honoPath(path),
    withAccess(access, (context: Context<ApiEnv>) => {
      requireKnownQuery(context, known);
      return handle(context);
    }),
  );
};
