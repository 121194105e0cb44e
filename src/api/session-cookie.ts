import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isSecure } from './client-address.ts';
import { ProblemError } from './problems.ts';

export const SESSION_COOKIE = 'yiwang_session';
/** A request that changes something by the cookie carries this header: a form or an image of another site cannot send it. */
export const PAGE_HEADER = 'x-yiwang-page';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** As browsers say where a request comes from (Fetch Metadata): ours, or the person's own doing, such as a link opened anew. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/** Over TLS the name begins with `__Host-`, so that no neighbouring host can set it. */
const optionsOf = (context: Context) => ({
  path: '/' as const,
  httpOnly: true,
  sameSite: 'Strict' as const,
  ...(isSecure(context) ? { secure: true as const, prefix: 'host' as const } : {}),
});

export const setSessionCookie = (context: Context, token: string, expiresAt: string): void =>
  setCookie(context, SESSION_COOKIE, token, { ...optionsOf(context), expires: new Date(expiresAt) });

export const clearSessionCookie = (context: Context): void => {
  deleteCookie(context, SESSION_COOKIE, optionsOf(context));
};

/**
 * The token of a page's session; undefined where the request has none. Scripts cannot read the cookie, and other sites' requests
 * come without it. Throws forgedRequest where a request that changes something does not come from a page of ours.
 */
export const sessionCookie = (context: Context): string | undefined => {
  const token = getCookie(context, SESSION_COOKIE, isSecure(context) ? 'host' : undefined);
  if (!token) return undefined;
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined && !OWN_SITES.has(site)) throw new ProblemError('forgedRequest');
  if (!READS.has(context.req.method) && context.req.header(PAGE_HEADER) === undefined)
    throw new ProblemError('forgedRequest');
  return token;
};
