import type { MiddlewareHandler } from 'hono';

/** What a signed-in person is answered is nobody else's: no cache keeps it, neither on the way nor in the browser. */
export const neverStored: MiddlewareHandler = async (context, next) => {
  await next();
  context.res.headers.set('cache-control', 'no-store');
};
