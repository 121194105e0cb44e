import { z } from '@hono/zod-openapi';
import { problemSchema } from './problems.ts';

const DESCRIPTIONS = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found, or not to be seen',
  408: 'The body came too slowly',
  409: 'Not possible in the present state, or the rights of the caller have changed meanwhile',
  412: 'Changed by somebody else (If-Match)',
  413: 'The body is too large',
  415: 'The body is of a type that is not taken here',
  422: 'Refused',
  429: 'Too many requests; `Retry-After` says when to try again',
  503: 'The store cannot be reached, or there is no room; `Retry-After` says when to try again',
} as const;
const RETRY = z.object({ 'retry-after': z.string().openapi({ type: 'integer', description: 'Seconds' }) });
/** What such an answer tells besides. */
const HEADERS: Readonly<Record<number, z.ZodObject>> = {
  401: z.object({ 'www-authenticate': z.string() }),
  429: RETRY,
  503: RETRY,
};
type Refused = keyof typeof DESCRIPTIONS;

/** 409 also of reads: what waits or takes long ends when the rights of its caller change (`rightsChanged`). */
const OF_EVERY_OPERATION = [400, 401, 403, 404, 409, 422, 429, 503] as const satisfies readonly Refused[];
const OF_COMMANDS = [408, 412, 413, 415] as const satisfies readonly Refused[];

const toResponses = (statuses: readonly Refused[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: DESCRIPTIONS[status],
        ...(HEADERS[status] === undefined ? {} : { headers: HEADERS[status] }),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );

const OF_READS_RESPONSES = {
  ...toResponses(OF_EVERY_OPERATION),
  304: { description: 'The client has it already (If-None-Match)' },
};
const OF_COMMANDS_RESPONSES = toResponses([...OF_EVERY_OPERATION, ...OF_COMMANDS]);

/** The refusals that any operation of a method may be answered with, as OpenAPI responses. */
export const refusalsOf = (method: string) =>
  method === 'get' || method === 'options' ? OF_READS_RESPONSES : OF_COMMANDS_RESPONSES;
