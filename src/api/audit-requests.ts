import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { AuditActor, AuditEntry, AuditObject } from '../audit/index.ts';
import { clientAddress } from './client-address.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { PROBLEMS } from './problems.ts';

/** Who asks, from where and in which session, as the audit log keeps it. */
export const auditedBy = (context: Context<ApiEnv>): Pick<AuditEntry, 'actor' | 'address' | 'sessionId'> => {
  const user = context.var.user as ApiEnv['Variables']['user'] | undefined;
  const actor: AuditActor = user === undefined ? 'anonymous' : `user:${user.userId}`;
  const address = clientAddress(context);
  return {
    actor,
    ...(address === '' ? {} : { address }),
    ...(user === undefined ? {} : { sessionId: user.sessionId }),
  };
};

/** Statuses of refusals that tell somebody tried what is not theirs. */
const AUDITED_STATUSES: readonly number[] = [401, 403];
/** Problems that are audited, with more, where they arise. */
const AUDITED_ELSEWHERE = new Set(['wrongCredentials', 'secondFactorNeeded', 'secondFactorWrong']);

/** Why a request was refused that was answered as if its object were not there. */
export const OUT_OF_SIGHT = 'outOfSight';

/** The route is named as it is defined, not as it was called. */
const noteRequest = (context: Context<ApiEnv>, deps: ApiDeps, reason: string): void => {
  const object: AuditObject = { kind: 'route', id: `${context.req.method} ${routePath(context, -1)}` };
  deps.core.audit.note({ ...auditedBy(context), action: 'request', outcome: 'refused', object, reason });
};

/** Counts a request that is refused for a missing session or right. */
export const noteRefusedRequest = (context: Context<ApiEnv>, deps: ApiDeps, code: string): void => {
  if (!AUDITED_STATUSES.includes(PROBLEMS[code]?.status ?? 0) || AUDITED_ELSEWHERE.has(code)) return;
  noteRequest(context, deps, code);
};

/**
 * Counts a request for an object that is there and that this person may not know of. The answer is that of an object that is not
 * there; the audit log tells the two apart.
 */
export const noteOutOfSight = (context: Context<ApiEnv>, deps: ApiDeps): void =>
  noteRequest(context, deps, OUT_OF_SIGHT);
