import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DocumentedApi,
  type Operation,
  type Schema,
  startDocumentedApi,
} from '../../testing/documented-api.ts';
import { PASSWORD, type Product, YINGZE } from '../../testing/product.ts';

let product: Product;
let administrator: DocumentedApi['administrator'];
let worker: DocumentedApi['worker'];
let operations: DocumentedApi['operations'];
let refusals: DocumentedApi['refusals'];
let ask: DocumentedApi['ask'];

beforeAll(async () => {
  ({ product, administrator, worker, operations, refusals, ask } = await startDocumentedApi());
});
afterAll(() => product.stop());

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

  it('L10 any other resource with an ETag is not sent again while it is unchanged', async () => {
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
