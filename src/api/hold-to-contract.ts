import { isDeepStrictEqual } from 'node:util';
import { z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Api, ApiEnv } from './deps.ts';
import { honoPath } from './operation-id.ts';
import { problemSchema } from './problems.ts';

interface Described {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown } | undefined>>;
}
type Responses = Readonly<Record<string, Described | { readonly $ref: string }>>;

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';
/** A defect: the contract does not describe it. */
const DEFECT = 500;
const SHOWN_CHARACTERS = 400;

/** Paths of members that one value has and the other does not have. */
const unknownMembers = (sent: unknown, known: unknown, path: string): string[] => {
  if (typeof sent !== 'object' || sent === null || typeof known !== 'object' || known === null)
    return isDeepStrictEqual(sent, known) ? [] : [path];
  const described = known as Record<string, unknown>;
  return Object.entries(sent).flatMap(([name, value]) =>
    name in described ? unknownMembers(value, described[name], `${path}.${name}`) : [`${path}.${name}`],
  );
};

/** The parts of a value that its schema does not allow or does not know. */
export const breachesOf = (schema: z.ZodType, sent: unknown): readonly string[] => {
  const parsed = schema.safeParse(sent);
  if (!parsed.success)
    return parsed.error.issues.map(
      ({ path, message }) =>
        `${path.join('.')}: ${message}, but is ${JSON.stringify(at(sent, path))?.slice(0, SHOWN_CHARACTERS)}`,
    );
  return unknownMembers(sent, parsed.data, '').map((path) => `${path}: unknown`);
};

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<PropertyKey, unknown> | undefined)?.[name], value);

const judge = async (responses: Responses, answer: Response): Promise<readonly string[]> => {
  const { status } = answer;
  if (status === DEFECT) return [];
  const described = responses[status];
  if (described === undefined) return [`status ${status} is not described`];
  const type = (answer.headers.get('content-type') ?? '').split(';')[0]!;
  if ('$ref' in described || type === PROBLEM_TYPE)
    return type === PROBLEM_TYPE
      ? breachesOf(problemSchema, await answer.clone().json())
      : [`status ${status} is ${type}, not a problem`];
  if (answer.body === null)
    return described.content === undefined ? [] : ['no body, although one is described'];
  const schema = described.content?.[type]?.schema;
  if (schema === undefined) return [`${type} is not described for status ${status}`];
  return type === JSON_TYPE && schema instanceof z.ZodType
    ? breachesOf(schema, await answer.clone().json())
    : [];
};

/**
 * Checks every answer against the OpenAPI document: an answer that violates it is sent as 500 with the violations.
 * For tests: `createApi` only installs it if `checkAnswers` is set.
 */
export const holdToContract = (api: Api): MiddlewareHandler<ApiEnv> => {
  let byRoute: ReadonlyMap<string, Responses> | undefined;
  const responsesOf = (key: string): Responses | undefined => {
    byRoute ??= new Map(
      api.openAPIRegistry.definitions.flatMap((definition) =>
        definition.type === 'route'
          ? [
              [
                `${definition.route.method.toUpperCase()} ${honoPath(definition.route.path)}`,
                definition.route.responses as Responses,
              ] as const,
            ]
          : [],
      ),
    );
    return byRoute.get(key);
  };
  return async (context, next) => {
    await next();
    const route = matchedRoutes(context).find(({ method }) => method !== 'ALL');
    const responses = route && responsesOf(`${context.req.method} ${route.path}`);
    if (responses === undefined) return;
    const breaches = await judge(responses, context.res);
    if (breaches.length === 0) return;
    const where = `${context.req.method} ${context.req.path} ${context.res.status}`;
    context.res = undefined;
    context.res = context.json(
      {
        code: 'contractBroken',
        title: 'The answer violates its contract',
        status: DEFECT,
        detail: where,
        breaches,
      },
      DEFECT,
      { 'content-type': PROBLEM_TYPE },
    );
  };
};
