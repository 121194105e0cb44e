import { type RouteConfig, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Access, describeAccess, withAccess } from './access.ts';
import { listOf } from './answers/common.ts';
import type { Shown } from './answers/shown.ts';
import { requireUtf8Charset } from './body/charset.ts';
import type { Api, ApiEnv } from './deps.ts';
import { requireKnownQuery } from './known-query.ts';
import { honoPath, operationIdOf } from './operation-id.ts';
import { ProblemError } from './problems.ts';
import { refusalsOf } from './refusals-of.ts';
import { errorsOf } from './request-errors.ts';
import { sharerOf, whileAllowed } from './shares/under-way.ts';
import type { Tag } from './tags.ts';
import { wholeListQuery } from './whole-list.ts';

/** For a route that is always expensive. */
export const always = (): boolean => true;

export const COMMAND_HEADERS = z.object({
  'idempotency-key': z.string().max(128).optional().openapi({
    description: 'A request with the same key and body is executed once; a repeat gets the same answer',
  }),
  'if-match': z.string().optional().openapi({ description: 'ETag of the version that was read' }),
});

const READ_HEADERS = z.object({
  'if-none-match': z
    .string()
    .optional()
    .openapi({ description: 'ETag that the client has: answered 304 if it is still current' }),
  prefer: z.string().optional().openapi({
    description: '`wait=5`: waits up to that many seconds until the read models have reached X-Position',
  }),
  'x-position': z.string().optional().openapi({ description: 'The position from the answer to a write' }),
});

const etag = z.string().optional().openapi({ description: 'Version, for If-Match and If-None-Match' });
const READ_ANSWERED = z.object({
  etag,
  'preference-applied': z.string().optional().openapi({ description: 'Set if `Prefer: wait` was fulfilled' }),
});
const COMMAND_ANSWERED = z.object({
  etag,
  'x-position': z.string().optional().openapi({ description: 'Position of the written events' }),
  'idempotent-replayed': z
    .string()
    .optional()
    .openapi({ description: '`true` if the request had been executed before' }),
});

const nothing = z.object({});
type Nothing = typeof nothing;

interface Asked<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** OpenAPI form: `/cases/{id}`. */
  readonly path: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Largest body; default: YIWANG_HTTP_MAX_BODY_BYTES. */
  readonly maxBodyBytes?: number;
  /** Who may call it at all: checked before the body is read. */
  readonly access: Access;
  /** It is expensive: the number at one time is limited per person and in total, and it ends when the rights of its caller end. */
  readonly heavy?: (query: z.infer<Query>) => boolean;
}

type Handle<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Answered> = (
  context: Context<ApiEnv>,
  input: { params: z.infer<Params>; query: z.infer<Query>; body: z.infer<Body> },
  /** Aborted when the rights of the caller end; only for heavy routes. */
  ended?: AbortSignal,
) => Promise<Answered> | Answered;

type Answering<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> = Asked<Params, Query, Body> & {
  /** Status of success. */
  readonly done?: 200 | 201 | 202;
  /** Schema of the answer that `handle` returns, as shown in the OpenAPI document. */
  readonly answer: Answer;
  readonly handle: Handle<Params, Query, Body, Shown<Answer>>;
};

/** A route that answers 204 without a body. */
type Silent<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> = Asked<
  Params,
  Query,
  Body
> & {
  readonly done: 204;
  readonly answer?: undefined;
  readonly handle: Handle<Params, Query, Body, void>;
};

/** For a body whose members are validated elsewhere. */
export const record = z.record(z.string(), z.unknown());

const whole = new WeakSet<z.ZodType>();
/** For a list that is answered completely unless `limit` asks for a page; see answerList. */
export const wholeListOf = <Item extends z.ZodType>(item: Item) => {
  const list = listOf(item);
  whole.add(list);
  return list;
};

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

/** One route: validated by the same schemas that the OpenAPI document shows. */
export function endpoint<
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
>(app: Api, options: Silent<Params, Query, Body>): void;
export function endpoint<
  Answer extends z.ZodType,
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
>(app: Api, options: Answering<Params, Query, Body, Answer>): void;
export function endpoint(
  app: Api,
  options:
    | Silent<z.ZodObject, z.ZodObject, z.ZodType>
    | Answering<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType>,
): void {
  const { method, path, params, body, done = 200 } = options;
  const isWhole = options.answer !== undefined && whole.has(options.answer);
  const query = isWhole ? (options.query ?? nothing).extend(wholeListQuery) : options.query;
  app.openAPIRegistry.registerPath({
    method,
    path,
    tags: [options.tag],
    operationId: operationIdOf(method, path),
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
        ...(options.answer ? { content: { 'application/json': { schema: options.answer } } } : {}),
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
      const answer = (ended?: AbortSignal) => options.handle(context, input as never, ended);
      const isHeavy = options.heavy?.(input.query as never) === true;
      const answered = isHeavy
        ? await whileAllowed(context, context.var.shares.takeHeavy(sharerOf(context)), answer)
        : await answer();
      return done === 204 ? context.body(null, 204) : context.json(answered as object, done);
    }),
  );
}

interface PlainRoute {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete' | 'options';
  /** OpenAPI form: `/cases/{id}`. */
  readonly path: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly access: Access;
  readonly request?: RouteConfig['request'];
  readonly responses: RouteConfig['responses'];
  /** False for an alternative form of an operation that is already described. */
  readonly described?: false;
}

const queryOf = (request: RouteConfig['request']): readonly string[] =>
  request?.query instanceof z.ZodObject ? Object.keys(request.query.shape) : [];

/** A route that reads its request itself: forms, chunks, streams. Otherwise declared like every other. */
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
      operationId: operationIdOf(method, path),
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
