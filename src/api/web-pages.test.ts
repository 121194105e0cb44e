import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OpenAPIHono } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiEnv } from './deps.ts';
import { securityHeaders } from './security-headers.ts';
import { webPages } from './web-pages.ts';

const SCRIPT = 'console.log("desk")'.padEnd(2000, ' ');
let built: string;
let app: OpenAPIHono<ApiEnv>;

const appOn = (folder: string): OpenAPIHono<ApiEnv> => {
  const made = new OpenAPIHono<ApiEnv>();
  made.use(securityHeaders());
  webPages(made, folder);
  return made;
};

beforeAll(() => {
  built = mkdtempSync(join(tmpdir(), 'yiwang-pages-'));
  mkdirSync(join(built, 'desk'));
  mkdirSync(join(built, 'assets'));
  writeFileSync(
    join(built, 'desk', 'index.html'),
    '<meta nonce="__NONCE__"><script nonce="__NONCE__"></script>',
  );
  writeFileSync(join(built, 'assets', 'desk-Ab12.js'), SCRIPT);
  writeFileSync(join(built, 'assets', 'desk-Ab12.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(built, '.built-of'), 'digest');
  app = appOn(built);
});
afterAll(() => rmSync(built, { recursive: true }));

const nonceOf = (answer: Response): string =>
  /style-src 'self' 'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? '';

describe('the built pages', () => {
  it.each(['/desk/', '/desk/cases', '/desk/cases/01957c1e-7a40-7b3e-9a51-3f0c2d8e6b10?stage=reported'])(
    'answer %s with the page, revalidated each time',
    async (path) => {
      const answer = await app.request(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('carry the nonce of their answer, a different one each time', async () => {
    const answers = await Promise.all([app.request('/desk/'), app.request('/desk/')]);
    const nonces = answers.map(nonceOf);
    expect(nonces[0]).toMatch(/^[\w+/=]{16,}$/);
    expect(nonces[1]).not.toBe(nonces[0]);
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(texts).toEqual(nonces.map((nonce) => `<meta nonce="${nonce}"><script nonce="${nonce}"></script>`));
  });

  it('send a file compressed to clients that accept it, and let it be cached for good', async () => {
    const plain = await app.request('/assets/desk-Ab12.js');
    const packed = await app.request('/assets/desk-Ab12.js', { headers: { 'accept-encoding': 'br, gzip' } });
    for (const answer of [plain, packed]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain('javascript');
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('vary')).toBe('Accept-Encoding');
    expect(await plain.text()).toBe(SCRIPT);
  });

  it.each([
    '/assets/none.js',
    '/desk/none.js',
    '/desk/logo.png',
    '/assets/../.built-of',
    '/assets/%2e%2e/.built-of',
    '/assets/..%2f.built-of',
    '/.built-of',
    '/deskpad',
  ])('send no page and no other file at %s', async (path) => {
    expect((await app.request(path)).status).toBe(404);
  });

  it('lead from the name of an entry to its folder', async () => {
    const answer = await app.request('/desk');
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/desk/']);
  });

  it('say what to do if nothing has been built', async () => {
    const answer = await appOn(join(built, 'nowhere')).request('/desk/');
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm run build:web');
  });
});
