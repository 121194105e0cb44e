import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { readModelsChangedBy } from '../../projections/index.ts';
import { decodeCursor, type PageRequest } from '../../projections/paging.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import type { CaseTiming } from '../governance/index.ts';
import { keyedDigest } from '../platform/keyed-digest.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { ProblemError, throwRefusal } from './problems.ts';
import { sharerOf, whileAllowed } from './shares/under-way.ts';

export const MAX_PAGE = 500;
const DEFAULT_PAGE = 50;
const MAX_KEY_LENGTH = 128;
const TAG_DIGITS = 16;
/** How long an answer waits for the read models, so that people see their own write in the next list. */
const READ_YOUR_WRITE_MS = 2000;

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
  cursor: z.string().max(500).optional(),
};

/** `true` or `false` in a query; a boolean in the OpenAPI document. */
export const flag = () => z.stringbool().openapi({ type: 'boolean' });
export const flagOr = (otherwise: boolean, description?: string) =>
  z
    .stringbool()
    .default(otherwise)
    .openapi({ type: 'boolean', default: otherwise, ...(description === undefined ? {} : { description }) });

/** `order`: the sort order, for a list that has several. Throws invalidCursor. */
export const readPage = (
  query: { limit: number; cursor?: string | undefined },
  order?: string,
): PageRequest => {
  if (query.cursor === undefined) return { limit: query.limit };
  const cursor = decodeCursor(query.cursor);
  if (cursor === undefined || (order !== undefined && cursor.order !== order))
    throw new ProblemError('invalidCursor');
  return { limit: query.limit, cursor };
};

/** Drops undefined members, so that optional filters are absent and not undefined. */
export const present = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

export const nowIso = (deps: ApiDeps): string => new Date(deps.clock.now()).toISOString();

/** Working calendar and case rules. Throws calendarYearMissing if none is loaded. */
export const requireCaseTiming = (deps: ApiDeps): CaseTiming => {
  const timing = deps.reference.caseTiming();
  if (timing === undefined)
    throw new ProblemError('calendarYearMissing', {
      zh: '没有工作日历或案件规则',
      en: 'no working calendar or no case rules are loaded',
    });
  return timing;
};

/** Distinguishes answers; keyed, since answers contain personal data. */
export const digestOfShown = ({ core }: ApiDeps, shown: unknown): string =>
  keyedDigest(core.keys.digests, 'etag', JSON.stringify(shown)).slice(0, TAG_DIGITS);

export const tagOf = (version: number, digest?: string): string =>
  digest === undefined ? `"${version}"` : `"${version}-${digest}"`;

/**
 * The ETag of a read, to be sent as If-Match of the next change. If the answer shows more than the version covers, such as the
 * latest values of a device, a digest of the answer is appended: a client that has it is answered 304.
 */
export const setETag = (context: Context<ApiEnv>, version: number, digest?: string): void =>
  context.header('etag', tagOf(version, digest));

/**
 * The actor of a command, with Idempotency-Key and If-Match; the digest covers method, path and body. `personId`: the person whose
 * data the body contains, so that the digest is erased with that person.
 */
export const commandContext = (
  context: Context<ApiEnv>,
  body: unknown,
  personId?: string,
): CommandContext => {
  const key = context.req.header('idempotency-key');
  if (key !== undefined && (key === '' || key.length > MAX_KEY_LENGTH)) {
    throw new ProblemError('invalidRequest', {
      zh: `Idempotency-Key 应为 1 至 ${MAX_KEY_LENGTH} 个字符`,
      en: `Idempotency-Key must have 1 to ${MAX_KEY_LENGTH} characters`,
    });
  }
  const ifMatch = context.req.header('if-match');
  const version =
    ifMatch === undefined || ifMatch === '*'
      ? undefined
      : /^(?:W\/)?"(\d+)(?:-[0-9a-f]+)?"$/.exec(ifMatch)?.[1];
  if (ifMatch !== undefined && ifMatch !== '*' && version === undefined) {
    throw new ProblemError('invalidRequest', {
      zh: 'If-Match 应为该资源的 ETag，如 "3"',
      en: 'If-Match must be an ETag of this resource, such as "3"',
    });
  }
  return {
    actor: `user:${context.var.user.userId}`,
    digest: context.var.commandDigests(
      `${context.req.method} ${context.req.path} ${JSON.stringify(body)}`,
      personId,
    ),
    ...(key === undefined ? {} : { key }),
    ...(version === undefined ? {} : { expectedVersion: Number(version) }),
  };
};

/** Turns an outcome into a state or a problem, waits for the read models that it changed, and sets ETag and replay headers. */
export const settle = async <State>(
  context: Context<ApiEnv>,
  deps: ApiDeps,
  outcome: CommandOutcome<State>,
): Promise<State> => {
  if (!outcome.ok) return throwRefusal(outcome.refusal);
  if (outcome.position !== undefined) {
    await deps.engine.waitFor(outcome.position, {
      projections: readModelsChangedBy(outcome.written),
      timeoutMs: READ_YOUR_WRITE_MS,
    });
    context.header('x-position', outcome.position);
  }
  setETag(context, outcome.version);
  if (outcome.replayed) context.header('idempotent-replayed', 'true');
  return outcome.state;
};

/**
 * A read that must reflect a write: `Prefer: wait=5` (RFC 7240, section 4.3) with the write's `X-Position`. Answered with
 * `Preference-Applied` once the read models have reached that position; without it after the time has elapsed.
 */
export const waitForPosition = async (context: Context<ApiEnv>, deps: ApiDeps): Promise<void> => {
  const wait = /(?:^|[,;\s])wait=(\d+)/.exec(context.req.header('prefer') ?? '')?.[1];
  const position = context.req.header('x-position');
  if (wait === undefined || position === undefined) return;
  if (!deps.core.store.isPosition(position))
    throw new ProblemError('invalidRequest', {
      zh: 'X-Position 应为写操作返回的位置',
      en: 'X-Position must be a position from the answer to a write',
    });
  const seconds = Math.min(Number(wait), deps.config.YIWANG_HTTP_MAX_WAIT_SECONDS);
  const reached = await whileAllowed(context, context.var.shares.takeWait(sharerOf(context)), () =>
    deps.engine.waitFor(position, { timeoutMs: seconds * 1000 }),
  );
  if (reached) context.header('preference-applied', `wait=${seconds}`);
};
