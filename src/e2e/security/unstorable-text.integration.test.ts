import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenApiDocument, operationsOf } from '../../../simulators/fuzz/api/document.ts';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

let product: Product;
let token: string;
let acceptor: string;

beforeAll(async () => {
  product = await startProduct();
  token = await product.signIn('administrator');
  acceptor = await product.signIn('acceptor');
});
afterAll(() => product.stop());

/** Statuses of a refusal. A missing right or an invalid body may be reported first. */
const REFUSED = [400, 403, 404, 412, 415];

describe('text that the database cannot store', () => {
  it('L1 U+0000 in any path or query parameter is refused, and never causes a server error', async () => {
    const document = (await (await fetch(`${product.baseUrl}/openapi.json`)).json()) as OpenApiDocument;
    for (const { method, path, pathParameters, query } of operationsOf(document)) {
      const places = [
        ...pathParameters.map((name) => path.replace(`{${name}}`, 'a%00b')),
        ...query.map(({ name }) => `${path}?${name}=a%00b`),
      ].map((place) => place.replaceAll(/\{\w+\}/g, 'x'));
      for (const place of places) {
        const answer = await product.call(token, method, place, method === 'GET' ? undefined : {});
        expect(REFUSED, `${method} ${place} ${answer.status}`).toContain(answer.status);
      }
    }
  });

  it.each(['text', 'grid', 'device', 'department'])(
    'L1 a search by %s with U+0000 is an invalid request',
    async (name) => {
      const answer = await product.call(acceptor, 'GET', `/api/v1/cases?${name}=%00`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalidRequest' } });
    },
  );

  it.each([
    ['U+0000', 'a\u0000b'],
    ['half a surrogate pair', 'a\ud83d'],
    ['the other half', '\ude00a'],
  ])('L1 %s in a body is an invalid request that names its place', async (_what, text) => {
    const report = { source: 'hotline12345', description: text, location: YINGZE };
    const answer = await product.call(acceptor, 'POST', '/api/v1/cases', report);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalidRequest', errors: [{ path: 'description' }] },
    });
    const form = new FormData();
    form.append('report', JSON.stringify(report));
    const response = await fetch(`${product.baseUrl}/api/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${acceptor}` },
      body: form,
    });
    expect(response.status).toBe(400);
  });

  it.each([
    ['/components/import?dryRun=false', '标识码,名称\n14010601037000001,路\u0000灯\n'],
    [
      '/code-sets/import?codeSetId=nul&standard=x&source=x&dryRun=false',
      '类别,大类代码,大类名称,小类代码,小类名称\n部件,01,公\u0000用,01,井盖\n',
    ],
    [
      '/filing-standards/import?standardId=nul&name=x&codeSetId=gbt-30428-2-2013&source=x&dryRun=false',
      '类别,大类代码,大类名称,小类代码,小类名称,立案条件,处置时限,结案条件,监管主体,责任主体\n部件,01,公用设施,37,路灯,单\u0000盏,2工作日,修复,局,局\n',
    ],
  ])('L1 a sheet with U+0000 causes no server error: %s', async (path, sheet) => {
    const response = await fetch(`${product.baseUrl}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: sheet,
    });
    expect(response.status).toBeLessThan(500);
  });

  it('L1 the escape sequence itself, after a backslash, is text like any other', async () => {
    const report = { source: 'hotline12345', description: '井盖 \\u0000 缺失 😀', location: YINGZE };
    expect((await product.call(acceptor, 'POST', '/api/v1/cases', report)).status).toBe(201);
  });
});
