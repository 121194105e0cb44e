import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, type Product, startProduct } from '../../testing/product.ts';

let product: Product;
const OWN = { 'x-yiwang-page': '1' };

beforeAll(async () => {
  product = await startProduct();
  await product.addUser('acceptor-li', 'acceptor', '1401');
});
afterAll(() => product.stop());

const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
  fetch(`${product.baseUrl}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const signIn = async () => {
  const answer = await send(
    'POST',
    '/session',
    {},
    { name: 'acceptor-li', password: PASSWORD, cookie: true },
  );
  const set = answer.headers.get('set-cookie') ?? '';
  return { answer, set, cookie: set.split(';', 1)[0]! };
};
const codeOf = async (answer: Response): Promise<unknown> => [
  answer.status,
  ((await answer.json()) as { code?: string }).code,
];

describe('the session of a page', () => {
  it('is a cookie that scripts cannot read and other sites do not send; the answer has no token', async () => {
    const { answer, set } = await signIn();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ token: null, user: { loginName: 'acceptor-li' } });
    expect(set).toMatch(/^yiwang_session=[\w-]+/);
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Expires='])
      expect(set).toContain(attribute);
    expect(set).not.toContain('Secure');
  });

  it('over TLS is named so that no neighbouring host can set it', async () => {
    const behindTls = await startProduct({ YIWANG_TRUSTED_PROXIES: '127.0.0.1/32' });
    try {
      await behindTls.addUser('acceptor-li', 'acceptor', '1401');
      const answer = await fetch(`${behindTls.baseUrl}/api/v1/session`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': '192.0.2.7',
          'x-forwarded-proto': 'https',
        },
        body: JSON.stringify({ name: 'acceptor-li', password: PASSWORD, cookie: true }),
      });
      expect(answer.headers.get('set-cookie')).toMatch(/^__Host-yiwang_session=.*; Secure/);
    } finally {
      await behindTls.stop();
    }
  });

  it('reads, and changes what the page asks for', async () => {
    const { cookie } = await signIn();
    const me = await send('GET', '/session', { cookie });
    expect(await me.json()).toMatchObject({ loginName: 'acceptor-li' });
    const answer = await send(
      'PUT',
      '/notification-preferences',
      { cookie, ...OWN },
      { quietHours: null, muted: [] },
    );
    expect(answer.status).toBe(200);
  });

  it('changes nothing for a form of another site, which cannot send the header', async () => {
    const { cookie } = await signIn();
    const preferences = { quietHours: null, muted: [] };
    expect(await codeOf(await send('PUT', '/notification-preferences', { cookie }, preferences))).toEqual([
      403,
      'forgedRequest',
    ]);
    expect(await codeOf(await send('DELETE', '/session', { cookie }))).toEqual([403, 'forgedRequest']);
    expect((await send('GET', '/session', { cookie })).status).toBe(200);
  });

  it.each(['cross-site', 'same-site'])(
    'is refused where the browser says that the request is %s',
    async (site) => {
      const { cookie } = await signIn();
      const from = { cookie, ...OWN, 'sec-fetch-site': site };
      expect(await codeOf(await send('GET', '/session', from))).toEqual([403, 'forgedRequest']);
    },
  );

  it('opens what the person opens anew, such as a photo in a tab', async () => {
    const { cookie } = await signIn();
    expect((await send('GET', '/session', { cookie, 'sec-fetch-site': 'none' })).status).toBe(200);
  });

  it('counts for less than a token in the header, which needs no page', async () => {
    const { cookie } = await signIn();
    const token = await product.signIn('leader', '14');
    const answer = await send('GET', '/session', { cookie, authorization: `Bearer ${token}` });
    expect(await answer.json()).toMatchObject({ assignments: [{ role: 'leader' }] });
  });

  it('ends with signing out: the cookie is taken back and worth nothing', async () => {
    const { cookie } = await signIn();
    const out = await send('DELETE', '/session', { cookie, ...OWN });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^yiwang_session=; Max-Age=0/);
    expect(await codeOf(await send('GET', '/session', { cookie }))).toEqual([401, 'unauthenticated']);
  });

  it.each([
    'yiwang_session=',
    'yiwang_session=%00',
    'yiwang_session=a; yiwang_session=b',
    '__Host-yiwang_session=x',
  ])('is no session where the cookie is %j', async (cookie) => {
    expect(await codeOf(await send('GET', '/session', { cookie }))).toEqual([401, 'unauthenticated']);
  });
});
