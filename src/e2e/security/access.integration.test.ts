import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accessOf } from '../../api/access.ts';
import { roleHas } from '../../identity/index.ts';
import { ConnectionLostError } from '../../platform/sql.ts';
import { type Product, startProduct } from '../../testing/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
/** All routes that answer something; middleware before them is registered for every method. */
const routes = () => product.server.api.routes.filter(({ method }) => method !== 'ALL');

describe('who may call a route', () => {
  it('L4 every route of the server declares who may call it', () => {
    expect(routes().length).toBeGreaterThan(170);
    const silent = routes().filter(({ handler }) => accessOf(handler) === undefined);
    expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    // Handlers for every method are middleware, not routes: they take `next`.
    const declared = new Set(routes().map(({ path }) => path));
    const others = product.server.api.routes
      .filter(({ method }) => method === 'ALL')
      .filter(({ path, handler }) => handler.length < 2 || !(path.endsWith('*') || declared.has(path)));
    expect(others.map(({ path }) => path)).toEqual([]);
  });

  it('L4 only signing in, by password or reset code, is open to callers without a token', () => {
    const open = routes().filter(
      ({ path, handler }) => path.startsWith('/api/') && accessOf(handler)?.who === 'anybody',
    );
    expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/v1/session',
      'POST /api/v1/session/password-reset',
    ]);
  });

  it('L4 the routes of the public are all below /public, and there is no other', () => {
    const ofPublic = routes().filter(({ handler }) => accessOf(handler)?.who === 'public');
    expect(ofPublic.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1/public/settings',
      'GET /api/v1/public/categories',
      'GET /api/v1/public/locate',
      'GET /api/v1/public/boundaries',
      'GET /api/v1/public/cases',
      'POST /api/v1/public/challenges',
      'POST /api/v1/public/photos',
      'POST /api/v1/public/reports',
      'POST /api/v1/public/status',
      'POST /api/v1/public/rating',
    ]);
    const below = routes().filter(({ path }) => path.startsWith('/api/v1/public'));
    expect(below).toHaveLength(ofPublic.length);
  });

  it.each([
    ['POST', '/api/v1/uploads/session'],
    ['POST', '/api/v1/cases/session'],
    ['POST', '/api/v1/session/session'],
    ['POST', '/api/v1/devices/x/session'],
    ['POST', '/api/v1//session'],
    ['PUT', '/api/v1/session'],
    ['GET', '/api/v1/session'],
  ])('L4 %s %s without a token is refused, however it ends', async (method, path) => {
    const answer = await product.call(undefined, method, path, method === 'GET' ? undefined : {}, {
      'x-http-method-override': 'PATCH',
    });
    expect(answer.status).toBe(401);
  });

  it('L4 no route of the API except signing in and those of the public answers without a token', async () => {
    for (const { method, path } of routes()) {
      if (path.startsWith('/api/v1/public/')) continue;
      if (!path.startsWith('/api/') || /\/v1\/session(\/password-reset)?$/.test(path)) continue;
      const url = path.replaceAll(/:\w+/g, 'session');
      const response = await fetch(`${product.baseUrl}${url}`, { method });
      expect(response.status, `${method} ${path}`).toBe(401);
      await response.body?.cancel();
    }
  });

  it('H1 the right is checked before the body is read: invalid JSON is not noticed', async () => {
    const token = await product.signIn('handler', '1401', 'dep-x');
    let refused = 0;
    for (const { method, path, handler } of routes()) {
      const access = accessOf(handler);
      if (access?.who !== 'holders' || method === 'GET') continue;
      if (access.anyOf.some((permission) => roleHas('handler', permission))) continue;
      refused += 1;
      const response = await fetch(`${product.baseUrl}${path.replaceAll(/:\w+/g, 'x')}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...JSON_TYPE },
        body: '{"not json',
      });
      expect(response.status, `${method} ${path}`).toBe(403);
      await response.body?.cancel();
    }
    expect(refused).toBeGreaterThan(70);
  });

  it('a database that accepts no more connections is reported as such, with Retry-After', async () => {
    const accounts = product.server.core.accounts;
    const full = Object.assign(new Error('sorry, too many clients already'), { code: '53300' });
    for (const error of [full, new ConnectionLostError('timeout')]) {
      const asked = vi.spyOn(accounts, 'authenticate').mockRejectedValueOnce(error);
      const answer = await product.call('any', 'GET', '/api/v1/session');
      asked.mockRestore();
      expect(answer).toMatchObject({ status: 503, body: { code: 'storeUnavailable' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('the OpenAPI document says who may call each operation', async () => {
    const document = (await (await fetch(`${product.baseUrl}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { 'x-access'?: { who: string }; security?: unknown[] }>>;
    };
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(methods)) {
        const access = operation['x-access'];
        expect(access?.who, `${method} ${path}`).toMatch(/^(?:anybody|public|signedIn|holders)$/);
        expect(operation.security, `${method} ${path}`).toEqual(
          access?.who === 'anybody' || access?.who === 'public' ? [] : [{ bearer: [] }, { page: [] }],
        );
      }
  });
});
