import type { MiddlewareHandler } from 'hono';

/** Answers to a signed-in person must not reach anybody else: no cache stores them, neither in a proxy nor in the browser. */
export const neverStored: MiddlewareHandler = async (context, next) => {
  await next();
  context.res.headers.set('cache-control', 'no-store');
};
