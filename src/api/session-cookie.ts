import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isSecure } from './client-address.ts';
import { ProblemError } from './problems.ts';

export const SESSION_COOKIE = 'yiwang_session';
/** A request that changes something by the cookie carries this header: a form or an image of another site cannot send it. */
export const PAGE_HEADER = 'x-yiwang-page';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Origin of a request as stated by browsers (Fetch Metadata): our own pages, or an action of the user, such as opening a link. */
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
 * The token of a page's session; undefined if the request has none. Scripts cannot read the cookie, and requests from other sites
 * do not carry it. Throws forgedRequest if a request that changes something does not come from one of our pages.
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
