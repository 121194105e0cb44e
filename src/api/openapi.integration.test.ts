import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../identity/index.ts';
import { type Product, startProduct } from '../testing/product.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

let product: Product;
let document: Document;

beforeAll(async () => {
  product = await startProduct();
  document = (await (await fetch(`${product.baseUrl}/openapi.json`)).json()) as Document;
});
afterAll(() => product.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ path, method })),
  );

describe('the OpenAPI document', () => {
  it('describes routes that a caller with a token finds', async () => {
    const token = await product.signIn('administrator');
    for (const { path, method } of operations()) {
      // The stream does not end, and the session is needed for the rest.
      if (path.endsWith('/stream') || (method === 'delete' && /\/v1\/sessions?$/.test(path))) continue;
      const url = path.replaceAll(/\{\w+\}/g, 'x');
      const answer = await product.call(token, method.toUpperCase(), url, method === 'get' ? undefined : {});
      // The requested object may not exist; only a missing route is reported by its name.
      expect(answer.body.detail, `${method} ${path}`).not.toBe(`${method.toUpperCase()} ${url}`);
      expect(answer.status, `${method} ${path}`).toBeLessThan(500);
    }
  });

  // A list that checks each of its rows checks nothing if there are none: that alone must not be a defect.
  it.each(ROLES)('describes lists that answer a %s on an empty log', async (role) => {
    const token = await product.signIn(role, '1402');
    for (const { path, method } of operations()) {
      if (method !== 'get' || path.endsWith('/stream') || path.includes('{')) continue;
      const { status, body } = await product.call(token, 'GET', path);
      expect(status, `GET ${path} ${JSON.stringify(body)}`).toBeLessThan(500);
    }
  });

  it('describes an import of grids that reports unreadable files to people who manage grids', async () => {
    const token = await product.signIn('administrator', '1402');
    const body = {
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: {}, geometry: null }],
    };
    const answer = await product.call(token, 'POST', '/api/v1/grids/import?dryRun=true', body);
    expect(answer).toMatchObject({ status: 200, body: { valid: 0 } });
    expect(answer.body.problems).toContainEqual(expect.objectContaining({ feature: 0, code: 'codeInvalid' }));
  });
});
