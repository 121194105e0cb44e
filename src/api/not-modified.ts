// Own code: our ETags are versions; Hono's middleware reads and hashes every answer without one.
import type { MiddlewareHandler } from 'hono';

/** Weak comparison (RFC 9110, section 8.8.3.2). */
const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');

/** Whether `If-None-Match` names this ETag, or any. */
export const isKnownTag = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag)));

/**
 * A read whose ETag the client already has is answered with 304 and no body (RFC 9110, section 13.1.2). Rights have been checked
 * by then, as for the answer itself.
 */
export const notModified: MiddlewareHandler = async (context, next) => {
  await next();
  const { method } = context.req;
  const etag = context.res.headers.get('etag');
  if ((method !== 'GET' && method !== 'HEAD') || context.res.status !== 200 || etag === null) return;
  if (!isKnownTag(context.req.header('if-none-match'), etag)) return;
  await context.res.body?.cancel();
  const headers = new Headers(context.res.headers);
  for (const name of ['content-type', 'content-length', 'content-encoding']) headers.delete(name);
  context.res = undefined;
  context.res = new Response(null, { status: 304, headers });
};
