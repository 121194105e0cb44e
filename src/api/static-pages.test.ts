import { OpenAPIHono } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import type { ApiEnv } from './deps.ts';
import { staticPages } from './static-pages.ts';

const app = new OpenAPIHono<ApiEnv>();
staticPages(app);

describe('static pages', () => {
  it.each([
    ['/', 'text/html'],
    ['/board/main.js', 'text/javascript'],
    ['/board/board.css', 'text/css'],
    ['/docs', 'text/html'],
    ['/docs/start.js', 'text/javascript'],
    ['/docs/swagger/swagger-ui.css', 'text/css'],
  ])('serves %s as %s', async (path, type) => {
    const answer = await app.request(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
    expect((await answer.text()).length).toBeGreaterThan(20);
  });

  it.each([
    '/board/board.browser.test.ts',
    '/board/',
    '/board/../../package.json',
    '/board/%2e%2e/%2e%2e/src/cli.ts',
    '/board/..%2f..%2fweb/board/main.js',
    '/board//etc/passwd',
    '/docs/swagger/package.json',
    '/docs/swagger/../vitest/index.js',
  ])('serves nothing at %s', async (path) => {
    expect((await app.request(path)).status).toBe(404);
  });

  it('is asked again for pages, which change with a release', async () => {
    expect((await app.request('/board/main.js')).headers.get('cache-control')).toBe('no-cache');
  });
});
