import type { Api } from './deps.ts';
import { PROBLEMS, problemType } from './problems.ts';

const DESCRIPTIONS = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found, or not visible to the caller',
  408: 'The body arrived too slowly',
  409: 'Not possible in the current state, or the rights of the caller have changed meanwhile',
  412: 'Changed by somebody else (If-Match)',
  410: 'Expired',
  413: 'The body is too large',
  415: 'The type of the body is not supported here',
  416: 'The range is outside the file',
  422: 'Refused',
  423: 'Another request is writing to it',
  429: 'Too many requests; `Retry-After` says when to try again',
  460: 'The checksum does not match',
  503: 'The store is unreachable, or the server is at capacity; `Retry-After` says when to try again',
  507: 'Not enough storage space',
} as const;
const RETRY = {
  'retry-after': { required: true, description: 'Seconds', schema: { type: 'integer' } },
} as const;
const CHALLENGE = { 'www-authenticate': { required: true, schema: { type: 'string' } } } as const;
/** Additional headers of such an answer. */
const HEADERS: Readonly<Record<number, typeof RETRY | typeof CHALLENGE>> = {
  401: CHALLENGE,
  429: RETRY,
  503: RETRY,
};
type Refused = keyof typeof DESCRIPTIONS;

/** 409 also for reads: requests that wait or take long end when the rights of their caller change (`rightsChanged`). */
const OF_EVERY_OPERATION = [400, 401, 403, 404, 409, 422, 429, 503] as const satisfies readonly Refused[];
const OF_COMMANDS = [408, 412, 413, 415, 507] as const satisfies readonly Refused[];

const nameOf = (status: Refused): string => `Refused${status}`;

const problemOf = (status: Refused) => {
  const [code, kind] = Object.entries(PROBLEMS).find(([, each]) => each.status === status) ?? [];
  return (
    code &&
    kind && {
      type: problemType(code),
      title: kind.titleZh,
      titleZh: kind.titleZh,
      titleEn: kind.titleEn,
      status,
      detail: kind.titleZh,
      instance: '/api/v1/cases',
      code,
    }
  );
};

/** Adds the refusals of every operation to the components of a document; operations reference them. */
export const registerRefusals = ({ openAPIRegistry }: Api): void => {
  for (const status of Object.keys(DESCRIPTIONS).map(Number) as Refused[])
    openAPIRegistry.registerComponent('responses', nameOf(status), {
      description: DESCRIPTIONS[status],
      ...(HEADERS[status] === undefined ? {} : { headers: HEADERS[status] }),
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          example: problemOf(status),
        },
      },
    });
};

/** Refusals of some statuses, as OpenAPI responses. */
export const refusedWith = (...statuses: readonly Refused[]) =>
  Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]),
  );

const OF_READS_RESPONSES = {
  ...refusedWith(...OF_EVERY_OPERATION),
  304: { description: 'The client already has it (If-None-Match)' },
};
const OF_COMMANDS_RESPONSES = refusedWith(...OF_EVERY_OPERATION, ...OF_COMMANDS);

/** The refusals with which any operation of a method may be answered, as OpenAPI responses. */
export const refusalsOf = (method: string) =>
  method === 'get' || method === 'options' ? OF_READS_RESPONSES : OF_COMMANDS_RESPONSES;
