import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessOf } from '../../api/access.ts';
import { type Role, roleHas, userIdOf } from '../../identity/index.ts';
import type { Product } from '../../testing/product.ts';
import {
  FOREIGN,
  OWN,
  PHONE,
  plain,
  startTwoCities,
  type TwoCities,
  UNKNOWN_IDS,
} from '../../testing/two-cities.ts';

let product: Product;
let province: TwoCities['province'];
let tokens: TwoCities['tokens'];
let foreign: TwoCities['foreign'];
let call: TwoCities['call'];
let must: TwoCities['must'];
let signInAs: TwoCities['signInAs'];

beforeAll(async () => {
  ({ product, province, tokens, foreign, call, must, signInAs } = await startTwoCities());
});
afterAll(() => product.stop());

/**
 * Parameters whose objects belong to no place or to one person, are looked up below an object that is already hidden, or are places
 * themselves, which everybody knows (`PUT /calendar/{divisionCode}`: calendar.integration.test.ts).
 */
const WITHOUT_PLACE = new Set([
  ...['name', 'standardId', 'codeSetId', 'kind', 'code', 'family', 'taskId', 'supervisionId', 'appealId'],
  ...['digest', 'uploadId', 'notificationId', 'stormId', 'departmentId'],
  ...['sessionId', 'personId', 'path', 'viewId', 'version', 'divisionCode'],
]);

/** A body that many routes take; the others answer it the same for both ids. */
const FULL_BODY = {
  opinion: '意见',
  reason: '原因',
  payload: '{"observedAt":"2026-11-28T08:19:48Z","values":{"pm25":499}}',
  role: 'handler',
  divisionCode: OWN,
  departmentId: null,
  standard: 'hj212',
  id: 'ABC123',
  kind: 'duplicate',
  parentId: 'nowhere',
  result: '完成',
  passed: true,
  photos: [],
};
const BODIES: Record<string, unknown> = {
  '/devices/:deviceId/wire-settings': {},
  '/devices/:deviceId/requests': { kind: 'setClock' },
};

describe('an id of the other city', () => {
  it('H3 an id of the other city is answered like one that does not exist, on every route and for every role', async () => {
    const ids = foreign;
    const routes = product.server.api.routes.filter(
      ({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/') && path.includes('/:'),
    );
    const unknown = new Set(
      routes.flatMap(({ path }) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)),
    );
    for (const name of Object.keys(ids)) unknown.delete(name);
    // A new kind of id has to be put into one of the two tables.
    expect([...unknown].filter((name) => !WITHOUT_PLACE.has(name))).toEqual([]);

    let asked = 0;
    for (const { method, path, handler } of routes) {
      const first = /:(\w+)/.exec(path)![1]!;
      const access = accessOf(handler);
      if (WITHOUT_PLACE.has(first) || (access?.who !== 'holders' && access?.who !== 'signedIn')) continue;
      // An upsert of a foreign id is answered as taken: foreign-objects.integration.test.ts.
      if (method === 'PUT' && path.endsWith('/:ruleId')) continue;
      const fill = (value: (name: string) => string) =>
        path.slice('/api/v1'.length).replaceAll(/:(\w+)/g, (_, name: string) => value(name));
      const body =
        method === 'GET' || method === 'DELETE'
          ? undefined
          : (BODIES[path.slice('/api/v1'.length)] ?? FULL_BODY);
      for (const [role, token] of tokens) {
        // The others are refused before anything is looked up: access.integration.test.ts.
        if (access.who === 'holders' && !access.anyOf.some((permission) => roleHas(role as Role, permission)))
          continue;
        const one = await call(
          token,
          method,
          fill((name) => ids[name] ?? 'x1'),
          body,
        );
        const other = await call(
          token,
          method,
          fill((name) => (ids[name] === undefined ? 'x1' : (UNKNOWN_IDS[name] ?? 'nowhere'))),
          body,
        );
        asked += 1;
        const seen = `${role} ${method} ${path}`;
        expect(one.status, `${seen} ${JSON.stringify(one.body)}`).toBe(other.status);
        expect(plain(one.body, ids), seen).toEqual(plain(other.body, ids));
        expect([400, 403, 404, 409, 410, 413, 415, 422], `${seen} ${JSON.stringify(one.body)}`).toContain(
          one.status,
        );
      }
    }
    expect(asked).toBeGreaterThan(150);
  }, 300_000);

  it('L3 lists contain nothing of the other city, for any role', async () => {
    for (const [role, token] of tokens)
      for (const path of [
        '/devices',
        '/cases',
        '/tasks',
        '/alarms',
        '/rejected',
        '/users',
        '/webhooks',
        '/alarm-rules?limit=500',
        '/alarm-silences',
        '/data-rates',
        '/duty',
        '/components',
        '/rights-changes',
      ]) {
        const text = JSON.stringify((await call(token, 'GET', path)).body);
        for (const id of [
          'air-foreign',
          'rule-foreign',
          foreign.silenceId!,
          foreign.caseId!,
          foreign.rejectionId!,
          foreign.webhookId!,
          foreign.alarmId!,
          foreign.componentId!,
          foreign.requestId!,
          `.${FOREIGN}"`,
        ])
          expect(text.includes(id), `${role} ${path} ${id}`).toBe(false);
      }
  }, 60_000);
});

describe('an id of the other city below one’s own object', () => {
  const same = async (
    token: string | undefined,
    method: string,
    path: (id: string) => string,
    id: string,
    code: string,
  ) => {
    const one = await call(token, method, path(id), method === 'GET' ? undefined : {});
    const other = await call(token, method, path('nowhere'), method === 'GET' ? undefined : {});
    expect([one.status, one.body.code], path(id)).toEqual([404, code]);
    expect(plain(one.body, { id })).toEqual(plain(other.body, { id }));
  };

  it('L3 a delivery of another webhook cannot be resent through one’s own', async () => {
    const administrator = tokens.get('administrator')!;
    const own = await must(administrator, 'POST', '/webhooks', {
      name: 'w',
      url: 'https://example.com/hook',
      divisionCode: OWN,
    });
    const redelivery = (id: string) => `/webhooks/${own.webhookId}/deliveries/${id}/redelivery`;
    await same(administrator, 'POST', redelivery, foreign.deliveryId!, 'deliveryUnknown');
    await must(administrator, 'DELETE', `/webhooks/${own.webhookId}`);
  });

  it('L10 nobody can end another person’s session or decide another person’s change of rights', async () => {
    const theirs = await signInAs(`gridworker.${FOREIGN}`);
    const [session] = (await must(theirs, 'GET', '/sessions')).items as { sessionId: string }[];
    for (const token of [tokens.get('gridWorker'), tokens.get('administrator')])
      await same(token, 'DELETE', (id) => `/sessions/${id}`, session!.sessionId, 'notFound');
    await must(theirs, 'GET', '/sessions');
    const mine = userIdOf(`gridworker.${OWN}`);
    await same(
      tokens.get('securityAdministrator'),
      'POST',
      (id) => `/users/${mine}/rights-changes/${id}/approval`,
      foreign.requestId!,
      'rightsChangeUnknown',
    );
  });

  it('M8 a person of the other city can be neither found nor erased', async () => {
    const administrator = tokens.get('administrator')!;
    const forget = (who: object, dryRun: boolean) =>
      must(administrator, 'POST', '/persons/erasure', { who, dryRun, reason: '本人申请' });
    for (const who of [
      { caseId: foreign.caseId },
      { number: PHONE },
      { personId: `petitioner-${foreign.caseId}` },
    ])
      for (const dryRun of [true, false])
        expect((await forget(who, dryRun)).persons, JSON.stringify(who)).toEqual([]);
    const look = { number: PHONE, purpose: 'callBack', reason: '回访' };
    expect((await must(tokens.get('acceptor'), 'POST', '/cases/search-by-number', look)).items).toEqual([]);
    const all = await must(province, 'POST', '/persons/erasure', {
      who: { number: PHONE },
      dryRun: true,
      reason: '核对',
    });
    expect(all.persons).toHaveLength(1);
  });
});
