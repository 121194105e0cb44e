import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { AuditActor, AuditEntry, AuditObject } from '../audit/index.ts';
import { clientAddress } from './client-address.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { PROBLEMS } from './problems.ts';

/** Caller, address and session of a request, as recorded in the audit log. */
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

/** Statuses of refusals that indicate an unauthorized attempt. */
const AUDITED_STATUSES: readonly number[] = [401, 403];
/** Problems that are audited in more detail where they occur. */
const AUDITED_ELSEWHERE = new Set(['wrongCredentials', 'secondFactorNeeded', 'secondFactorWrong']);

/** Reason for a refusal that was answered as if its object did not exist. */
export const OUT_OF_SIGHT = 'outOfSight';

/** Records the pattern of the route, not the requested path. */
const noteRequest = (context: Context<ApiEnv>, deps: ApiDeps, reason: string): void => {
  const object: AuditObject = { kind: 'route', id: `${context.req.method} ${routePath(context, -1)}` };
  deps.core.audit.note({ ...auditedBy(context), action: 'request', outcome: 'refused', object, reason });
};

/** Counts a request that is refused because a session or right is missing. */
export const noteRefusedRequest = (context: Context<ApiEnv>, deps: ApiDeps, code: string): void => {
  if (!AUDITED_STATUSES.includes(PROBLEMS[code]?.status ?? 0) || AUDITED_ELSEWHERE.has(code)) return;
  noteRequest(context, deps, code);
};

/**
 * Counts a request for an existing object that this person may not know about. The answer is the same as for an object that does
 * not exist; the audit log distinguishes the two.
 */
export const noteOutOfSight = (context: Context<ApiEnv>, deps: ApiDeps): void =>
  noteRequest(context, deps, OUT_OF_SIGHT);
