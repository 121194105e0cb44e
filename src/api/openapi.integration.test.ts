import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../identity/index.ts';
import { type Product, startProduct } from '../testing/product.ts';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
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
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the OpenAPI document', () => {
  it('describes every operation: what it does, who may call it, what it answers, its path parameters', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations().length).toBeGreaterThan(50);
    for (const { path, method, operation } of operations()) {
      const at = `${method} ${path}`;
      expect(operation.summary, at).toBeTruthy();
      expect(operation.tags, at).toHaveLength(1);
      expect(operation.security, at).toBeDefined();
      expect(
        Object.keys(operation.responses).some((status) => status.startsWith('2')),
        at,
      ).toBe(true);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? [])
        .filter((each) => each.in === 'path')
        .map(({ name }) => name);
      expect(described.sort(), at).toEqual(named.sort());
    }
  });

  it.each([
    ['get', '/cases'],
    ['post', '/cases'],
    ['get', '/cases/{caseId}/timeline'],
    ['post', '/cases/{caseId}/acceptance'],
    ['get', '/case-workflow'],
    ['get', '/tasks'],
    ['get', '/devices'],
    ['get', '/devices/{deviceId}/rejected'],
    ['get', '/rejected'],
    ['get', '/alarms'],
    ['get', '/alarms/{alarmId}/timeline'],
    ['post', '/alarms/{alarmId}/escalation'],
    ['put', '/alarm-rules/{ruleId}'],
    ['post', '/alarm-rules/dry-run'],
    ['post', '/alarm-silences'],
    ['get', '/alarm-storms'],
    ['get', '/grids'],
    ['get', '/divisions'],
    ['get', '/board'],
    ['get', '/stream'],
    ['post', '/session'],
    ['delete', '/session'],
    ['get', '/users'],
    ['get', '/departments'],
    ['get', '/code-sets'],
    ['get', '/code-sets/{codeSetId}/categories/{kind}/{code}/crosswalk'],
    ['post', '/code-sets/import'],
    ['post', '/filing-standards/import'],
    ['get', '/components/nearest'],
    ['post', '/components/import'],
    ['get', '/cases/{caseId}/dispatch-suggestions'],
    ['put', '/dispatch-rules'],
    ['post', '/dispatch-rules/dry-run'],
  ])('has %s %s', (method, path) => {
    const known = operations().map((each) => `${each.method} ${each.path.replace(/^\/api\/v1/, '')}`);
    expect(known).toContain(`${method} ${path}`);
  });

  it('describes routes that are there, and none of them answers without a token', async () => {
    for (const { path, method } of operations()) {
      if (method === 'post' && /\/session(\/password-reset)?$/.test(path)) continue;
      const url = path.replaceAll(/\{\w+\}/g, 'x');
      const answer = await product.call(
        undefined,
        method.toUpperCase(),
        url,
        method === 'get' ? undefined : {},
      );
      expect(answer.status, `${method} ${path}`).toBe(401);
      expect(answer.headers.get('content-type'), `${method} ${path}`).toContain('application/problem+json');
    }
  });

  it('describes routes that a caller with a token finds', async () => {
    const token = await product.signIn('administrator');
    for (const { path, method } of operations()) {
      // The stream does not end, and the session is needed for the rest.
      if (path.endsWith('/stream') || (method === 'delete' && /\/v1\/sessions?$/.test(path))) continue;
      const url = path.replaceAll(/\{\w+\}/g, 'x');
      const answer = await product.call(token, method.toUpperCase(), url, method === 'get' ? undefined : {});
      // What is looked for may not be there; that there is no such route is said by its name.
      expect(answer.body.detail, `${method} ${path}`).not.toBe(`${method.toUpperCase()} ${url}`);
      expect(answer.status, `${method} ${path}`).toBeLessThan(500);
    }
  });

  it('names the refusals that any operation may be answered with', () => {
    // 409 also of reads: the rights of who waits for an answer may change meanwhile.
    const everywhere = ['400', '401', '403', '404', '409', '422', '429', '503'];
    for (const { path, method, operation } of operations())
      expect(Object.keys(operation.responses), `${method} ${path}`).toEqual(
        expect.arrayContaining(everywhere),
      );
  });

  // A list that asks of each of its rows asks nothing where there are none: that alone must not be a defect.
  it.each(ROLES)('describes lists that answer a %s on an empty log', async (role) => {
    const token = await product.signIn(role, '1402');
    for (const { path, method } of operations()) {
      if (method !== 'get' || path.endsWith('/stream') || path.includes('{')) continue;
      const { status, body } = await product.call(token, 'GET', path);
      expect(status, `GET ${path} ${JSON.stringify(body)}`).toBeLessThan(500);
    }
  });

  it('describes an import of grids that tells what cannot be read to whoever manages grids', async () => {
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
