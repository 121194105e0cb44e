import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../testing/api-client.ts';
import { PASSWORD, type Product, startProduct, YINGZE } from '../../testing/product.ts';

interface Schema {
  readonly type?: string;
  readonly default?: unknown;
  readonly [key: string]: unknown;
}
interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly headers?: Readonly<Record<string, unknown>> }>>;
}

let product: Product;
let administrator: string;
let worker: string;
/** What every operation may answer, by name: they refer to it. */
let refusals: Record<string, Operation['responses'][string]>;
let operations: { readonly method: string; readonly path: string; readonly operation: Operation }[];

beforeAll(async () => {
  product = await startProduct();
  administrator = await product.signIn('administrator');
  worker = await product.signIn('gridWorker', '1401');
  const document = (await (await fetch(`${product.baseUrl}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
    components: { responses: Record<string, Operation['responses'][string]> };
  };
  refusals = document.components.responses;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
});
afterAll(() => product.stop());

const ask = (
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Answer> => product.call(token, method, `/api/v1${path}`, body, headers);
const raw = (token: string, method: string, path: string, headers: Record<string, string> = {}) =>
  fetch(`${product.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
const operationOf = (method: string, path: string): Operation =>
  operations.find((each) => each.method === method && each.path === `/api/v1${path}`)!.operation;
const refusalOf = (method: string, path: string, status: string) => {
  const { $ref } = operationOf(method, path).responses[status] as { $ref: string };
  return refusals[$ref.split('/').at(-1)!];
};
const report = async (): Promise<string> =>
  (await ask(worker, 'POST', '/cases', { description: '路灯不亮', location: YINGZE })).body.caseId as string;
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
    ['a right that is missing', 'POST', '/users', {}],
    ['a method that is not there', 'PUT', '/board', {}],
    ['a path that is not there', 'GET', '/nowhere', undefined],
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

describe('a list', () => {
  /** Every item, page by page. */
  const all = async (token: string, path: string, limit: number): Promise<Record<string, unknown>[]> => {
    const items: Record<string, unknown>[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = `limit=${limit}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const { status, body } = await ask(token, 'GET', `${path}${path.includes('?') ? '&' : '?'}${query}`);
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.items.length).toBeLessThanOrEqual(limit);
      items.push(...body.items);
      cursor = body.nextCursor as string | null;
    }
    return items;
  };

  it('M15 paging through readings covers all of them, or all of a span', async () => {
    const secret = await product.addDevice('air-pages', 'air-station');
    const device = await product.connect('air-pages', secret);
    const start = Date.parse('2026-11-20T00:00:00Z');
    const at = (minute: number) => new Date(start + minute * 60_000).toISOString();
    const records = Array.from({ length: 1203 }, (_, n) => ({ observedAt: at(n), values: { pm25: n % 90 } }));
    for (let from = 0; from < records.length; from += 401)
      await device.publishAsync(
        'yw/v1/air-pages/telemetry',
        JSON.stringify(records.slice(from, from + 401)),
        {
          qos: 1,
        },
      );
    await device.endAsync();
    await product.settle();
    const times = async (query = '', limit = 500) =>
      (await all(administrator, `/devices/air-pages/readings${query}`, limit)).map((item) => item.observedAt);
    const latestFirst = records.map(({ observedAt }) => observedAt).reverse();
    expect(await times()).toEqual(latestFirst);
    expect(
      (await ask(administrator, 'GET', '/devices/air-pages/readings?limit=2')).body.nextCursor,
    ).not.toBeNull();
    const span = `?from=${at(100)}&until=${at(110)}`;
    expect(await times(span, 3)).toEqual(latestFirst.filter((time) => time >= at(100) && time < at(110)));
    const wrong = await ask(administrator, 'GET', '/devices/air-pages/readings?cursor=x');
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalidCursor' } });
  });

  it('M15 a list that fits in one answer can also be requested in pages', async () => {
    for (const path of [
      '/users',
      '/divisions',
      '/departments',
      '/filing-standards/yuncheng/rows',
      '/device-models',
    ]) {
      const whole = await ask(administrator, 'GET', path);
      if (whole.status === 404) continue;
      expect(whole.body.nextCursor, path).toBeNull();
      const pages = await all(administrator, path, Math.max(2, Math.ceil(whole.body.items.length / 3)));
      expect(pages, path).toEqual(whole.body.items);
    }
  });
});

describe('a case', () => {
  it('L10 a case that the client already has is not sent again', async () => {
    const path = `/cases/${await report()}`;
    const first = await raw(worker, 'GET', path);
    const etag = first.headers.get('etag')!;
    const second = await raw(worker, 'GET', path, { 'if-none-match': etag });
    expect([second.status, await second.text(), second.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await raw(worker, 'GET', path, { 'if-none-match': '"0"' })).status).toBe(200);
    const acceptor = await product.signIn('acceptor');
    const shown = await ask(acceptor, 'GET', path);
    const ifMatch = { 'if-match': shown.headers.get('etag')! };
    const accepted = await ask(acceptor, 'POST', `${path}/acceptance`, { opinion: '属实' }, ifMatch);
    expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
    expect((await raw(worker, 'GET', path, { 'if-none-match': etag })).status).toBe(200);
    const again = await ask(acceptor, 'POST', `${path}/acceptance`, { opinion: '属实' }, ifMatch);
    expect(again.status).toBe(412);
  });

  it('L10 neither is any other resource with an ETag', async () => {
    await product.addDevice('air-tag', 'air-station');
    await product.settle();
    for (const path of [
      '/devices/air-tag',
      '/dispatch-rules',
      '/alarm-policy',
      '/notification-preferences',
    ]) {
      const first = await raw(administrator, 'GET', path);
      const etag = first.headers.get('etag');
      expect(etag, `${path} ${first.status}`).not.toBeNull();
      expect((await raw(administrator, 'GET', path, { 'if-none-match': etag! })).status, path).toBe(304);
    }
  });

  it('L10 a device is sent again when its readings have changed, even if the device has not', async () => {
    const secret = await product.addDevice('air-fresh', 'air-station');
    const before = (await raw(administrator, 'GET', '/devices/air-fresh')).headers.get('etag')!;
    const device = await product.connect('air-fresh', secret);
    const reading = { observedAt: new Date().toISOString(), values: { pm25: 3 } };
    await device.publishAsync('yw/v1/air-fresh/telemetry', JSON.stringify(reading), { qos: 1 });
    await device.endAsync();
    await product.settle();
    expect((await raw(administrator, 'GET', '/devices/air-fresh', { 'if-none-match': before })).status).toBe(
      200,
    );
  });
});

describe('the OpenAPI document', () => {
  it('M10 the OpenAPI document names the status that is answered', async () => {
    const documented = (method: string, path: string) =>
      Object.keys(operationOf(method, path).responses).filter((status) => status.startsWith('2'));
    const user = { loginName: 'documented', displayName: 'x', password: PASSWORD };
    const device = { deviceId: 'documented', name: 'x', modelId: 'air-station', location: YINGZE };
    const hook = { name: 'x', url: 'https://example.com/hook', divisionCode: '14' };
    for (const [path, body] of [
      ['/users', user],
      ['/devices', device],
      ['/webhooks', hook],
    ] as const) {
      const { status } = await ask(administrator, 'POST', path, body);
      expect({ path, documented: documented('POST', path) }).toEqual({ path, documented: [String(status)] });
    }
    const session = await product.signIn('acceptor');
    const { status } = await ask(session, 'DELETE', '/session');
    expect(documented('DELETE', '/session')).toEqual([String(status)]);
    expect(documented('POST', '/webhooks/{webhookId}/ping')).toEqual(['202']);
    expect(documented('POST', '/cases')).toEqual(['201']);
  });

  it('M11 the OpenAPI document has defaults of the declared types, and booleans for true and false', () => {
    let defaults = 0;
    const look = (schema: unknown, where: string): void => {
      if (schema === null || typeof schema !== 'object') return;
      const { type, default: given } = schema as Schema;
      if (given !== undefined && given !== null && typeof type === 'string') {
        defaults += 1;
        const found = Array.isArray(given) ? 'array' : typeof given;
        expect(found, where).toBe(type === 'integer' ? 'number' : type);
      }
      for (const [key, below] of Object.entries(schema)) look(below, `${where}.${key}`);
    };
    for (const { method, path, operation } of operations) look(operation, `${method} ${path}`);
    expect(defaults).toBeGreaterThan(10);
    for (const [path, name] of [
      ['/components/import', 'dryRun'],
      ['/grids/import', 'dryRun'],
      ['/device-families', 'dryRun'],
    ] as const) {
      const parameter = operationOf('POST', path).parameters?.find((each) => each.name === name);
      expect(parameter, path).toMatchObject({ required: false, schema: { type: 'boolean' } });
    }
    expect(operationOf('GET', '/cases').parameters).toContainEqual(
      expect.objectContaining({ name: 'open', schema: expect.objectContaining({ type: 'boolean' }) }),
    );
  });

  it('M11 the OpenAPI document describes forms, and the headers of uploads', () => {
    expect(Object.keys(operationOf('POST', '/cases').requestBody!.content)).toEqual([
      'application/json',
      'multipart/form-data',
    ]);
    expect(operationOf('POST', '/attachments').requestBody?.content).toHaveProperty('multipart/form-data');
    const headers = (method: string, path: string) =>
      (operationOf(method, path).parameters ?? [])
        .filter((each) => each.in === 'header')
        .map(({ name }) => name);
    expect(headers('POST', '/uploads')).toEqual(['tus-resumable', 'upload-length', 'upload-metadata']);
    expect(headers('PATCH', '/uploads/{uploadId}')).toEqual([
      'tus-resumable',
      'upload-offset',
      'upload-checksum',
    ]);
    expect(operationOf('PATCH', '/uploads/{uploadId}').requestBody?.content).toHaveProperty([
      'application/offset+octet-stream',
    ]);
    expect(operationOf('PATCH', '/uploads/{uploadId}').responses['204']?.headers).toHaveProperty(
      'upload-offset',
    );
    expect(headers('GET', '/stream')).toEqual(['last-event-id']);
    expect(refusalOf('GET', '/cases', '429')?.headers).toHaveProperty('retry-after');
    expect(refusalOf('GET', '/cases', '401')?.headers).toHaveProperty('www-authenticate');
  });
});
