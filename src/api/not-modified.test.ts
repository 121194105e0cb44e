import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { isKnownTag, notModified } from './not-modified.ts';

describe('If-None-Match', () => {
  it.each([
    [undefined, false],
    ['"3"', true],
    ['W/"3"', true],
    ['"2", "3"', true],
    ['*', true],
    ['"4"', false],
    ['3', false],
  ])('%s names "3": %s', (header, known) => {
    expect(isKnownTag(header, '"3"')).toBe(known);
  });

  it('L10 a known version is answered with 304, its headers and no body, and a failure unchanged', async () => {
    const app = new Hono().use(notModified);
    app.get('/', (context) => context.json({ a: 1 }, 200, { etag: '"3"', 'cache-control': 'no-store' }));
    app.get('/gone', (context) => context.json({}, 404, { etag: '"3"' }));
    app.post('/', (context) => context.json({}, 200, { etag: '"3"' }));
    const ask = (path: string, method = 'GET') =>
      app.request(path, { method, headers: { 'if-none-match': '"3"' } });
    const known = await ask('/');
    expect([known.status, await known.text(), known.headers.get('etag')]).toEqual([304, '', '"3"']);
    expect(known.headers.get('cache-control')).toBe('no-store');
    expect(known.headers.get('content-type')).toBeNull();
    expect((await ask('/gone')).status).toBe(404);
    expect((await ask('/', 'POST')).status).toBe(200);
  });
});
