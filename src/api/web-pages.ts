import { readFileSync, statSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, MiddlewareHandler } from 'hono';
import { BUILT } from '../web-build/digest.ts';
import { anybody, withAccess } from './access.ts';
import type { Api, ApiEnv } from './deps.ts';
/** Separate pages, each with its addresses below `/<entry>/`. */
export const WEB_ENTRIES = ['desk', 'phone', 'public'] as const;
export type WebEntry = (typeof WEB_ENTRIES)[number];

/** Placeholder in a built page for the nonce of each answer. */
export const NONCE_PLACE = '__NONCE__';

const NOT_BUILT = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>一网</title></head>
<body><p>页面尚未构建，请在服务器上运行 <code>npm run build:web</code>。</p>
<p lang="en">The pages have not been built: run <code>npm run build:web</code> on the server.</p></body></html>`;

/** The text of a file, read again when it has changed; undefined if it does not exist. */
const changingText = (path: string): (() => string | undefined) => {
  let known: { readonly text: string; readonly changedMs: number } | undefined;
  return () => {
    const changedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (changedMs === undefined) return undefined;
    if (known?.changedMs !== changedMs) known = { text: readFileSync(path, 'utf8'), changedMs };
    return known.text;
  };
};

const immutable =
  (serve: MiddlewareHandler): MiddlewareHandler =>
  async (context, next) => {
    const answer = await serve(context, next);
    if (answer instanceof Response && answer.ok)
      answer.headers.set('cache-control', 'public, max-age=31536000, immutable');
    return answer;
  };

/** An address with an extension is that of a file: a page is never sent in its place. */
const isFile = (path: string): boolean => /\.\w+$/.test(path);

/**
 * The built pages. Their files have the digest of their content in the name and are cached for good; a page is revalidated each
 * time, at every address below its entry. `built`: their folder.
 */
export const webPages = (root: Api, built = BUILT): void => {
  const open = anybody('pages: what they show comes from the API');
  const assets = immutable(
    serveStatic({ rewriteRequestPath: (path) => `${built}${path}`, precompressed: true }),
  );
  root.get('/assets/*', withAccess(open, assets));
  for (const entry of WEB_ENTRIES) {
    const textOf = changingText(`${built}/${entry}/index.html`);
    const ownFile = serveStatic({ rewriteRequestPath: (path) => `${built}${path}`, precompressed: true });
    const answerPage = (context: Context<ApiEnv>): Response => {
      const text = textOf();
      context.header('cache-control', 'no-cache');
      if (text === undefined) return context.html(NOT_BUILT, 503);
      return context.html(text.replaceAll(NONCE_PLACE, context.get('secureHeadersNonce') ?? ''));
    };
    root.get(
      `/${entry}`,
      withAccess(open, (context: Context<ApiEnv>) => context.redirect(`/${entry}/`, 301)),
    );
    root.get(
      `/${entry}/*`,
      withAccess(open, async (context: Context<ApiEnv>, next: () => Promise<void>) => {
        if (!isFile(context.req.path)) return answerPage(context);
        const answer = await ownFile(context, next);
        // For example a service worker or a manifest: their names do not change with their content.
        if (answer instanceof Response) answer.headers.set('cache-control', 'no-cache');
        return answer;
      }),
    );
  }
};
