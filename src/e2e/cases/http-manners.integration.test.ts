import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../testing/api-client.ts';
import { type DocumentedApi, startDocumentedApi } from '../../testing/documented-api.ts';
import { PASSWORD, type Product } from '../../testing/product.ts';

let product: Product;
let administrator: DocumentedApi['administrator'];
let worker: DocumentedApi['worker'];
let operations: DocumentedApi['operations'];
let ask: DocumentedApi['ask'];

beforeAll(async () => {
  ({ product, administrator, worker, operations, ask } = await startDocumentedApi());
});
afterAll(() => product.stop());

const HAN = /\p{Script=Han}/u;

describe('a refusal', () => {
  it('L3 a refusal for want of a token says how to authenticate', async () => {
    for (const token of [undefined, 'nonsense']) {
      const { status, headers } = await ask(token, 'GET', '/cases');
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="yiwang"']);
    }
    const wrong = await ask(undefined, 'POST', '/session', { name: 'nobody', password: 'wrong' });
    expect([wrong.status, wrong.headers.has('www-authenticate')]).toEqual([401, true]);
  });

  it('L3 a refusal for too many attempts says when to try again', async () => {
    await product.addUser('guessed', 'acceptor');
    let answer: Answer;
    let attempts = 0;
    do {
      answer = await ask(undefined, 'POST', '/session', { name: 'guessed', password: `${PASSWORD}x` });
      attempts += 1;
    } while (answer.status === 401 && attempts < 30);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('L3 refusals, like every answer of the API, are not cached', async () => {
    for (const path of ['/session', '/cases', '/devices', '/users', '/cases/none', '/nowhere'])
      expect((await ask(administrator, 'GET', path)).headers.get('cache-control'), path).toBe('no-store');
  });

  it('L6 the type of a refusal links to its code, for programs and for people', async () => {
    const { body } = await ask(worker, 'GET', '/cases/none');
    const [path, code] = (body.type as string).split('#');
    expect(code).toBe('caseUnknown');
    const listed = await product.call(undefined, 'GET', path!);
    expect(listed.status).toBe(200);
    expect(listed.body.items).toContainEqual(
      expect.objectContaining({ code, status: 404, titleZh: body.titleZh, titleEn: body.titleEn }),
    );
    const page = await fetch(`${product.baseUrl}${path}`, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(await page.text()).toContain(`id="${code}"`);
  });

  it.each([
    ['a missing case', 'GET', '/cases/none', undefined],
    ['an invalid cursor', 'GET', '/cases?cursor=x', undefined],
    ['invalid parameters', 'GET', '/cases?limit=0&open=perhaps&reportedFrom=x', undefined],
    ['an unknown parameter', 'GET', '/cases?bogus=1', undefined],
    ['an invalid body', 'POST', '/cases', { description: 1 }],
    ['a place outside', 'POST', '/cases', { description: 'x', location: { lon: 1, lat: 1 } }],
    ['a missing right', 'POST', '/users', {}],
    ['an unsupported method', 'PUT', '/board', {}],
    ['an unknown path', 'GET', '/nowhere', undefined],
  ])('L6 a refusal is in the requested language: %s', async (_what, method, path, body) => {
    const said = async (language?: string) => {
      const headers = language === undefined ? {} : { 'accept-language': language };
      const answer = (await ask(worker, method, path, body, headers)).body;
      const errors = (answer.errors ?? []) as { path: string; message: string }[];
      const texts = [answer.title as string, ...errors.map(({ message }) => message)];
      return { texts, detail: answer.detail as string, paths: errors.map((each) => each.path) };
    };
    const [zh, en, none] = [await said('zh-CN'), await said('en-GB,zh;q=0.1'), await said()];
    expect(none).toEqual(zh);
    for (const text of zh.texts) expect(text).toMatch(HAN);
    for (const text of en.texts) expect(text).not.toMatch(HAN);
    expect(en.detail).not.toMatch(HAN);
    expect(en.paths).toEqual(zh.paths);
  });

  it('M12 a method that a path does not support is refused with the supported ones', async () => {
    for (const [method, path, allowed] of [
      ['DELETE', '/cases', 'GET, HEAD, POST'],
      ['PUT', '/board', 'GET, HEAD'],
      ['POST', '/cases/none', 'GET, HEAD'],
      ['GET', '/users/none/password-reset', 'POST'],
    ] as const) {
      const { status, headers, body } = await ask(administrator, method, path);
      expect({ path, status, code: body.code, allow: headers.get('allow') }).toEqual({
        path,
        status: 405,
        code: 'methodNotAllowed',
        allow: allowed,
      });
    }
    expect((await ask(administrator, 'GET', '/nowhere')).status).toBe(404);
    const metrics = await fetch(`${product.baseUrl}/healthz`, { method: 'POST' });
    expect([metrics.status, metrics.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a query', () => {
  it.each(['reporter=me', 'sorting=deadline', 'bogus=1&limit=2', 'Limit=2'])(
    'M14 an unknown query parameter is refused, with its name and the known ones: %s',
    async (query) => {
      const { status, body } = await ask(administrator, 'GET', `/cases?${query}`);
      const unknown = query.split('=')[0]!;
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalidRequest' });
      expect(body.errors).toEqual([{ path: unknown, message: expect.stringContaining('limit') }]);
      expect(body.knownParameters).toEqual(expect.arrayContaining(['limit', 'cursor', 'open']));
      expect(body.detail).toContain(unknown);
    },
  );

  it('M14 query parameters are checked on every route', async () => {
    for (const { method, path } of operations) {
      const url = `${path.replaceAll(/\{\w+\}/g, 'x')}?bogusParameter=1`;
      const answer = await product.call(administrator, method, url, method === 'GET' ? undefined : {});
      // Callers without any right to the route, or with a session that has ended, get that answer instead.
      if (answer.status === 403) continue;
      expect(answer, `${method} ${path}`).toMatchObject({
        status: 400,
        body: { code: 'invalidRequest', errors: [{ path: 'bogusParameter' }] },
      });
    }
  });

  it('M14 a query parameter that is given twice is refused', async () => {
    expect((await ask(administrator, 'GET', '/cases?limit=1&limit=2')).status).toBe(400);
  });

  it('L5 a webhook for an unknown kind of notification is refused, and so is muting one', async () => {
    const body = {
      name: 'x',
      url: 'https://example.com/hook',
      divisionCode: '14',
      kinds: ['alarm', 'nonsense'],
    };
    const answer = await ask(administrator, 'POST', '/webhooks', body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'kinds.1' }] } });
    expect(JSON.stringify(answer.body.errors)).toContain('caseDispatched');
    const muted = { quietHours: null, muted: ['nonsense'] };
    expect((await ask(worker, 'PUT', '/notification-preferences', muted)).status).toBe(400);
  });
});
