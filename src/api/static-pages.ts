import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, MiddlewareHandler } from 'hono';
import { anybody, withAccess } from './access.ts';
import type { Api } from './deps.ts';

const BOARD = fileURLToPath(new URL('../../web/board', import.meta.url));
const SWAGGER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
/** Files that a page needs; the folders contain more, such as tests and licences. */
const SERVED = /(?<!\.test)\.(html|js|css|png|svg)$/;

const API_PAGE =
  '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>一网 API</title>' +
  '<link rel="stylesheet" href="/docs/swagger/swagger-ui.css"></head><body><div id="ui"></div>' +
  '<script src="/docs/swagger/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>';
const API_PAGE_START =
  "window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', persistAuthorization: false });";

/** Always revalidated: a page changes with a release, but its name does not. */
const uncached =
  (serve: MiddlewareHandler): MiddlewareHandler =>
  async (context, next) => {
    const answer = await serve(context, next);
    if (answer instanceof Response) answer.headers.set('cache-control', 'no-cache');
    return answer;
  };

const folder = (root: string, prefix: string): MiddlewareHandler => {
  const serve = uncached(serveStatic({ root, rewriteRequestPath: (path) => path.slice(prefix.length) }));
  return (context, next) => (SERVED.test(context.req.path) ? serve(context, next) : next());
};

/** The board, and a page to try the API. Files not found are passed on to the general 404 answer. */
export const staticPages = (root: Api): void => {
  const open = anybody('pages: their data come from the API');
  root.get(
    '/docs',
    withAccess(open, (context: Context) => context.html(API_PAGE)),
  );
  root.get(
    '/docs/start.js',
    withAccess(open, (context: Context) =>
      context.body(API_PAGE_START, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
    ),
  );
  root.get('/docs/swagger/*', withAccess(open, folder(SWAGGER, '/docs/swagger')));
  root.get('/board/*', withAccess(open, folder(BOARD, '/board')));
  root.get('/', withAccess(open, uncached(serveStatic({ path: `${BOARD}/index.html` }))));
};
