import { describe, expect, it } from 'vitest';
import { createLocalApi, type LocalRequest, signedInAs } from './testing/local-api.ts';

const people = {
  worker: signedInAs('gridWorker'),
  admin: signedInAs('administrator'),
  newcomer: signedInAs('gridWorker', { restriction: 'passwordChange' }),
};
const api = createLocalApi({ people });
const ask = async (path: string, request?: LocalRequest, asked = api) => {
  const answer = await asked.request(path, request);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
};
const signIn = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
  ask('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

describe('a path', () => {
  it('that leads nowhere is answered 404 in JSON, below /api/v1 once it is known who asks', async () => {
    const nowhere = await ask('/nowhere');
    expect(nowhere.headers.get('content-type')).toBe('application/problem+json');
    expect(nowhere).toMatchObject({
      status: 404,
      body: { code: 'notFound', type: '/problems#notFound', instance: '/nowhere', detail: 'GET /nowhere' },
    });
    expect((await ask('/api/v1/nowhere')).status).toBe(401);
    expect(await ask('/api/v1/nowhere', { token: 'worker' })).toMatchObject({
      status: 404,
      body: { code: 'notFound' },
    });
  });

  it.each([
    ['POST', '/healthz', 'GET, HEAD'],
    ['DELETE', '/openapi.json', 'GET, HEAD'],
    ['PUT', '/api/v1/case-workflow', 'GET, HEAD'],
    ['PATCH', '/api/v1/session', 'GET, HEAD, POST, DELETE'],
  ])('does not take %s %s, and says what it takes', async (method, path, allowed) => {
    const { status, headers, body } = await ask(path, { method, token: 'worker' });
    expect([status, headers.get('allow'), body.code]).toEqual([405, allowed, 'methodNotAllowed']);
  });

  it('is answered to HEAD as to GET, without a body', async () => {
    const { status, headers, body } = await ask('/healthz', { method: 'HEAD' });
    expect([status, body]).toEqual([200, undefined]);
    expect(headers.get('content-type')).toContain('application/json');
  });
});

describe('a query parameter', () => {
  it('that the route does not know is refused, with those that it knows', async () => {
    expect(await ask('/api/v1/case-workflow?limit=3', { token: 'worker' })).toMatchObject({
      status: 400,
      body: { code: 'invalidRequest', errors: [{ path: 'limit' }], knownParameters: [] },
    });
    const { body } = await ask('/api/v1/devices?limits=3', { token: 'admin' });
    expect(body).toMatchObject({ code: 'invalidRequest', errors: [{ path: 'limits' }] });
    expect(body.knownParameters).toContain('limit');
  });

  it('that comes twice or is not of its kind is refused', async () => {
    for (const query of ['limit=1&limit=2', 'limit=many'])
      expect(await ask(`/api/v1/devices?${query}`, { token: 'admin' })).toMatchObject({
        status: 400,
        body: { code: 'invalidRequest', errors: [{ path: 'limit' }] },
      });
  });
});

describe('a body', () => {
  const tooLong = JSON.stringify({ name: 'a', password: 'x'.repeat(9000) });

  it('that is too large is refused, whether it says so or not', async () => {
    expect(await signIn('', { 'content-length': '9000' })).toMatchObject({
      status: 413,
      body: { code: 'bodyTooLarge', detail: '不超过 8192 字节' },
    });
    expect(await signIn(tooLong)).toMatchObject({ status: 413, body: { code: 'bodyTooLarge' } });
  });

  it.each([
    ['text/plain', '{}', 415, 'unsupportedMediaType'],
    ['application/jsonx', '{}', 415, 'unsupportedMediaType'],
    ['application/json; charset=gbk', '{}', 415, 'unsupportedCharset'],
    ['application/json', '{', 400, 'malformedJson'],
    ['application/json', '[]', 400, 'invalidRequest'],
    ['application/json', Buffer.from('{"name":"\xff"}', 'latin1'), 400, 'notUtf8'],
    ['application/json', `${'['.repeat(65)}${']'.repeat(65)}`, 400, 'jsonTooDeep'],
    ['application/problem+json;charset="UTF-8"', '{"name":"a"}', 400, 'invalidRequest'],
  ])('of %s %o is answered %i %s', async (type, body, status, code) => {
    expect(await signIn(body, { 'content-type': type })).toMatchObject({ status, body: { code } });
  });

  it('without a type is refused', async () => {
    const { status, body } = await ask('/api/v1/session', { method: 'POST', body: '{}' });
    expect([status, body.code]).toEqual([415, 'unsupportedMediaType']);
  });

  it('is not read before the right to send it is known', async () => {
    const request = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{' };
    expect((await ask('/api/v1/cases', request)).status).toBe(401);
    expect(await ask('/api/v1/alarm-silences', { ...request, token: 'worker' })).toMatchObject({
      status: 403,
      body: { code: 'forbidden', cause: 'wrongRole' },
    });
  });
});

describe('who asks', () => {
  it.each([
    ['no token', {}],
    ['another scheme', { headers: { authorization: 'Basic d29ya2VyOg==' } }],
    ['a token of nobody', { token: 'stranger' }],
    ['an empty token', { token: '' }],
  ])('with %s is answered 401 and how to ask, and is audited', async (_what, request) => {
    const fresh = createLocalApi({ people });
    const { status, headers, body } = await ask('/api/v1/case-workflow', request, fresh);
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="yiwang"');
    expect(fresh.audited).toEqual([
      {
        actor: 'anonymous',
        action: 'request',
        outcome: 'refused',
        object: { kind: 'route', id: 'GET /api/v1/case-workflow' },
        reason: 'unauthenticated',
      },
    ]);
  });

  it('with a password that somebody else chose may only change it', async () => {
    expect(await ask('/api/v1/case-workflow', { token: 'newcomer' })).toMatchObject({
      status: 403,
      body: { code: 'passwordChangeRequired' },
    });
    expect(await ask('/api/v1/session', { token: 'newcomer' })).toMatchObject({
      status: 200,
      body: { userId: 'gridWorker', restriction: 'passwordChange' },
    });
  });

  it('too often is told when to come again', async () => {
    let now = 0;
    const strict = createLocalApi({
      settings: { YIWANG_HTTP_ANONYMOUS_BURST: '2', YIWANG_HTTP_ANONYMOUS_PER_SECOND: '1' },
      monotonicMs: () => now,
    });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await ask('/api/v1/board', {}, strict)).status);
    expect(statuses).toEqual([401, 401, 429]);
    const { headers } = await ask('/api/v1/board', {}, strict);
    expect(headers.get('retry-after')).toBe('1');
    now = 1000;
    expect((await ask('/api/v1/board', {}, strict)).status).toBe(401);
  });
});

describe('a problem', () => {
  it.each([
    [undefined, 'zh', '请先登录'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh', '请先登录'],
    ['en-GB', 'en', 'Sign in first'],
    ['de, en;q=0.5', 'en', 'Sign in first'],
    ['de', 'zh', '请先登录'],
    ['en;q=0, zh;q=0.1', 'zh', '请先登录'],
  ])('is said to Accept-Language %s in %s', async (accepted, language, title) => {
    const headers = accepted === undefined ? {} : { 'accept-language': accepted };
    const answer = await ask('/api/v1/board', { headers });
    expect(answer.headers.get('content-language')).toBe(language);
    expect(answer.headers.get('vary')).toContain('Accept-Language');
    expect(answer.body).toMatchObject({
      title,
      detail: title,
      titleZh: '请先登录',
      titleEn: 'Sign in first',
      status: 401,
    });
  });

  it('with values says what is wrong with each in the same language', async () => {
    const errorsIn = async (language: string) =>
      (await signIn('{"password":"x"}', { 'accept-language': language })).body.errors as {
        path: string;
        message: string;
      }[];
    const [zh, en] = [await errorsIn('zh'), await errorsIn('en')];
    expect([zh, en].map((errors) => errors.map(({ path }) => path))).toEqual([['name'], ['name']]);
    expect(zh[0]!.message).toMatch(/\p{Script=Han}/u);
    expect(en[0]!.message).not.toMatch(/\p{Script=Han}/u);
  });

  it('of our own making says nothing of itself', async () => {
    const { status, body } = await ask('/api/v1/devices', { token: 'admin' });
    expect([status, body.code, body.detail]).toEqual([500, 'internal', '系统错误']);
    expect(JSON.stringify(body)).not.toContain('sql');
  });
});

describe('what is answered without a log', () => {
  it('alive, but not ready', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: { ready: false, store: false } });
  });

  it('the work loop, to whoever is signed in, and no cache keeps it', async () => {
    const { status, headers, body } = await ask('/api/v1/case-workflow', { token: 'worker' });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.stages.length).toBeGreaterThan(5);
    expect(body.transitions.length).toBeGreaterThan(body.stages.length);
  });

  it('what the codes of problems mean, for programs and for people', async () => {
    const { body } = await ask('/problems');
    expect(body.items).toContainEqual({
      code: 'notFound',
      type: '/problems#notFound',
      status: 404,
      titleZh: '未找到',
      titleEn: 'Not found',
    });
    const page = await api.request('/problems', {
      headers: { accept: 'text/html', 'accept-language': 'en' },
    });
    expect(await page.text()).toContain('<tr id="notFound">');
  });

  it('with headers that keep a browser from anything but this server', async () => {
    for (const path of ['/healthz', '/nowhere', '/api/v1/board', '/']) {
      const { headers } = await api.request(path);
      expect(headers.get('content-security-policy'), path).toContain("default-src 'self'");
      expect(headers.get('x-frame-options'), path).toBe('DENY');
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    }
  });
});
