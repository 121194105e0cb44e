import type { Authenticated, SessionRestriction } from '../application/accounts.ts';
import { ProblemError } from './problems.ts';

const CODES = { passwordChange: 'passwordChangeRequired', secondFactor: 'secondFactorRequired' } as const;

/** Requests still allowed in a restricted session, by method and path below /api/v1. */
const ALLOWED: Readonly<Record<SessionRestriction, ReadonlySet<string>>> = {
  passwordChange: new Set(['GET /session', 'DELETE /session', 'PUT /session/password']),
  secondFactor: new Set([
    'GET /session',
    'DELETE /session',
    'PUT /session/password',
    'GET /session/second-factor',
    'POST /session/second-factor',
    'PUT /session/second-factor',
  ]),
};

/** Refuses everything except lifting the restriction. */
export const checkRestriction = (user: Authenticated, method: string, path: string): void => {
  if (user.restriction === null) return;
  const asked = `${method} ${path.replace(/^\/api\/v1/, '')}`;
  if (!ALLOWED[user.restriction].has(asked)) throw new ProblemError(CODES[user.restriction]);
};
