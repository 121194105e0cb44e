import { describe, expect, it } from 'vitest';
import { createLocalApi } from './testing/local-api.ts';

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

const api = createLocalApi();
const document = (await (await api.request('/openapi.json')).json()) as Document;
const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the OpenAPI document', () => {
  it('describes every operation: purpose, access, answers, path parameters', () => {
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

  it('describes routes that exist, and none of them answers without a token, except those of the public', async () => {
    for (const { path, method } of operations()) {
      if (method === 'post' && /\/session(\/password-reset)?$/.test(path)) continue;
      if (path.startsWith('/api/v1/public/')) continue;
      const url = path.replaceAll(/\{\w+\}/g, 'x');
      const answer = await api.request(url, { method: method.toUpperCase() });
      expect(answer.status, `${method} ${path}`).toBe(401);
      expect(answer.headers.get('content-type'), `${method} ${path}`).toContain('application/problem+json');
    }
  });

  it('names the refusals that any operation may be answered with', () => {
    // 409 also for reads: the rights of a waiting caller may change meanwhile.
    const everywhere = ['400', '401', '403', '404', '409', '422', '429', '503'];
    for (const { path, method, operation } of operations())
      expect(Object.keys(operation.responses), `${method} ${path}`).toEqual(
        expect.arrayContaining(everywhere),
      );
  });

  it('is for the operators alone where it is not open to everybody', async () => {
    const token = 'operators-know-this';
    const closed = createLocalApi({
      settings: { YIWANG_API_DOCS_OPEN: 'false', YIWANG_METRICS_TOKEN: token },
    });
    for (const path of ['/openapi.json', '/asyncapi.json', '/docs']) {
      expect((await closed.request(path)).status, path).toBe(401);
      expect((await closed.request(path, { token: `${token}!` })).status, path).toBe(401);
      expect((await closed.request(path, { token })).status, path).toBe(200);
    }
  });
});

describe('the AsyncAPI document', () => {
  it('has no dangling references', async () => {
    const events = (await (await api.request('/asyncapi.json')).json()) as { asyncapi: string };
    expect(events.asyncapi).toBe('3.0.0');
    const references: string[] = [];
    const follow = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, inner] of Object.entries(value)) {
        if (name === '$ref') references.push(inner as string);
        else follow(inner);
      }
    };
    follow(events);
    expect(references.length).toBeGreaterThan(20);
    const unknown = references.filter((reference) => {
      const path = reference.replace(/^#\//, '').split('/');
      const found = path.reduce<unknown>(
        (at, name) => (at as Record<string, unknown> | undefined)?.[name.replaceAll('~1', '/')],
        events,
      );
      return found === undefined;
    });
    expect(unknown).toEqual([]);
  });
});
