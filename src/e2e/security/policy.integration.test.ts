import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessOf } from '../../api/access.ts';
import { ROLES, type Role, roleHas, userIdOf } from '../../identity/index.ts';
import { FROM_HERE, PASSWORD, type Product, startProduct } from '../../testing/product.ts';

/** Two cities with objects of every kind; whoever belongs to 1402 (大同) must not reach what is of 1401 (太原). */
const OWN = '1402';
const FOREIGN = '1401';
const IN_TAIYUAN = { lon: 112.58, lat: 37.86 };
const IN_DATONG = { lon: 113.3, lat: 40.08 };
const PHONE = '13912345678';
/** A lamp in 迎泽区, and one that there is not. */
const [COMPONENT, NO_COMPONENT] = ['14010601037000001', '14010601037009999'];
const NOW = Date.now();
const DAY = { from: new Date(NOW).toISOString(), to: new Date(NOW + 86_400_000).toISOString() };

let product: Product;
let province: string;
/** Who gives rights in the whole province. */
let security: string;
/** Tokens of 1402, one a role. */
const tokens = new Map<string, string>();
/** Of 1401: ids by the name of the path parameter. */
let foreign: Record<string, string>;
let caseOfOwn: string;

const square = (code: string, divisionCode: string, { lon, lat }: { lon: number; lat: number }) => ({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code, name: code, divisionCode },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [lon - 0.005, lat - 0.005],
            [lon + 0.005, lat - 0.005],
            [lon + 0.005, lat + 0.005],
            [lon - 0.005, lat + 0.005],
            [lon - 0.005, lat - 0.005],
          ],
        ],
      },
    },
  ],
});
const call = async (
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => product.call(token, method, `/api/v1${path}`, body, headers);
const must = async (...request: Parameters<typeof call>) => {
  const answer = await call(...request);
  expect(answer.status, `${request[1]} ${request[2]} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
};
const device = (deviceId: string, location: { lon: number; lat: number }, more = {}) => ({
  deviceId,
  name: deviceId,
  modelId: 'air-station',
  location,
  ...more,
});
const rule = (deviceIds: string[] | null) => ({
  name: 'PM2.5',
  modelId: 'air-station',
  deviceIds,
  condition: {
    kind: 'threshold',
    indicator: 'pm25',
    direction: 'above',
    raiseAt: 400,
    clearAt: 350,
    forSeconds: 0,
  },
  severity: 'yellow',
  caseScope: 'none',
  matterCode: null,
  source: '检查',
});
const personOf = async (role: string, division: string) => {
  const department = ['departmentManager', 'handler'].includes(role) ? 'dep-none' : undefined;
  await product.addUser(`${role.toLowerCase()}.${division}`, role as never, division, department);
};
const signInAs = async (loginName: string) =>
  (await must(undefined, 'POST', '/session', { name: loginName, password: PASSWORD })).token as string;

beforeAll(async () => {
  product = await startProduct();
  province = await product.signIn('administrator');
  security = await product.signIn('securityAdministrator');
  for (const role of ROLES) {
    await personOf(role, OWN);
    tokens.set(role, await signInAs(`${role.toLowerCase()}.${OWN}`));
  }
  await personOf('administrator', FOREIGN);
  await personOf('gridWorker', FOREIGN);
  await personOf('securityAdministrator', FOREIGN);
  const administrator = await signInAs(`administrator.${FOREIGN}`);
  const worker = await signInAs(`gridworker.${FOREIGN}`);

  await must(administrator, 'PUT', '/departments/dep-foreign', { name: '部门', divisionCode: FOREIGN });
  await must(province, 'POST', '/grids/import', square('G-FOREIGN', FOREIGN, IN_TAIYUAN));
  await must(administrator, 'POST', '/devices', device('air-foreign', IN_TAIYUAN));
  const loud = await must(administrator, 'POST', '/devices', device('air-loud', IN_TAIYUAN));
  await must(province, 'POST', '/devices', device('air-own', IN_DATONG));
  await must(administrator, 'POST', '/components', {
    componentId: COMPONENT,
    name: '路灯',
    bodies: { inCharge: { name: '城市管理局' }, owner: { name: '市政公用中心' } },
    location: IN_TAIYUAN,
  });
  await must(province, 'PUT', '/alarm-rules/rule-foreign', rule(['air-foreign', 'air-loud']));
  const silence = await must(administrator, 'POST', '/alarm-silences', {
    scope: { deviceId: 'air-foreign' },
    ...DAY,
    reason: '检修',
  });
  const petitioner = { name: '李四光', phone: PHONE };
  const report = { description: '井盖缺失', location: IN_TAIYUAN, petitioner };
  const filed = await must(worker, 'POST', '/cases', report);
  const own = await must(tokens.get('gridWorker'), 'POST', '/cases', {
    description: '路面破损',
    location: IN_DATONG,
  });
  caseOfOwn = own.caseId as string;
  const users = await must(province, 'GET', '/users');
  const leader = (
    users.items as { userId: string; loginName: string; assignments: { assignmentId: string }[] }[]
  ).find(({ loginName }) => loginName === `gridworker.${FOREIGN}`)!;
  const webhook = await must(administrator, 'POST', '/webhooks', {
    name: 'w',
    url: 'https://example.com/hook',
    divisionCode: FOREIGN,
  });
  // Nothing is sent anywhere: the delivery waits.
  await must(administrator, 'POST', `/webhooks/${webhook.webhookId}/pause`);
  const { deliveryId } = await must(administrator, 'POST', `/webhooks/${webhook.webhookId}/ping`);
  // A change of rights that waits for a second person.
  const { accounts } = product.server.core;
  const wanted = { role: 'acceptor', divisionCode: FOREIGN, departmentId: null } as const;
  const asked = await accounts.requestAssignment(leader.userId, wanted, { actor: 'user:somebody' });
  if (!asked.ok || asked.state.status === 'unknown') throw new Error('the change was not asked for');
  // An alarm, a dead letter of the foreign device, and one of nobody known.
  const secret = (await must(province, 'POST', '/devices/air-foreign/secret', {})).secret as string;
  const client = await product.connect('air-foreign', secret);
  await client.publishAsync('yw/v1/air-foreign/telemetry', 'no json', { qos: 1 });
  await client.endAsync();
  const speaker = await product.connect('air-loud', loud.secret as string);
  const reading = { observedAt: new Date().toISOString(), values: { pm25: 450 } };
  await speaker.publishAsync('yw/v1/air-loud/telemetry', JSON.stringify(reading), { qos: 1 });
  await speaker.endAsync();
  await product.settle();
  const alarms = await must(province, 'GET', '/alarms?device=air-loud');
  const rejected = await must(province, 'GET', '/rejected?device=air-foreign');
  foreign = {
    caseId: filed.caseId as string,
    deviceId: 'air-foreign',
    ruleId: 'rule-foreign',
    silenceId: silence.silenceId as string,
    departmentId: 'dep-foreign',
    gridCode: 'G-FOREIGN',
    userId: leader.userId,
    assignmentId: leader.assignments[0]!.assignmentId,
    webhookId: webhook.webhookId as string,
    deliveryId: deliveryId as string,
    componentId: COMPONENT,
    alarmId: (alarms.items as { alarmId: string }[])[0]!.alarmId,
    requestId: asked.state.pendingChanges[0]!.requestId,
    rejectionId: (rejected.items as { rejectionId: string }[])[0]!.rejectionId,
  };
});
afterAll(() => product.stop());

/** Parameters whose objects lie nowhere, or are looked up below an object that is hidden already. */
const WITHOUT_PLACE = new Set([
  ...['name', 'standardId', 'codeSetId', 'kind', 'code', 'family', 'taskId', 'supervisionId', 'appealId'],
  ...['digest', 'uploadId', 'notificationId', 'stormId', 'departmentId'],
  ...['sessionId', 'personId', 'path'],
]);

/** Ids of nothing where they must have a form. */
const UNKNOWN: Readonly<Record<string, string>> = { componentId: NO_COMPONENT };

describe('an id of the other city', () => {
  it('H3 an id of the other city is answered like one that does not exist, on every route and for every role', async () => {
    const ids: Record<string, string> = foreign;
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
      if (WITHOUT_PLACE.has(first) || access?.who !== 'holders') continue;
      // An upsert of a foreign id is answered as taken: see below.
      if (method === 'PUT' && path.endsWith('/:ruleId')) continue;
      const fill = (value: (name: string) => string) =>
        path.slice('/api/v1'.length).replaceAll(/:(\w+)/g, (_, name: string) => value(name));
      const body =
        method === 'GET' || method === 'DELETE'
          ? undefined
          : (BODIES[path.slice('/api/v1'.length)] ?? FULL_BODY);
      for (const [role, token] of tokens) {
        // The others are refused before anything is looked up: access.integration.test.ts.
        if (!access.anyOf.some((permission) => roleHas(role as Role, permission))) continue;
        const one = await call(
          token,
          method,
          fill((name) => ids[name] ?? 'x1'),
          body,
        );
        const other = await call(
          token,
          method,
          fill((name) => (ids[name] === undefined ? 'x1' : (UNKNOWN[name] ?? 'nowhere'))),
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

/** The answer without what differs by the id that was asked for. */
const plain = (body: unknown, ids: Record<string, string>): unknown => {
  let text = JSON.stringify(body);
  for (const id of [...Object.values(ids), ...Object.values(UNKNOWN)]) text = text.replaceAll(id, 'nowhere');
  return JSON.parse(text);
};

describe('objects of the other city', () => {
  const administrator = () => tokens.get('administrator')!;
  const manager = () => tokens.get('deviceManager')!;

  it('H3 a grid cannot be taken over, nor alarms silenced through it', async () => {
    const taken = await call(administrator(), 'POST', '/grids/import', square('G-FOREIGN', OWN, IN_TAIYUAN));
    expect([taken.status, taken.body.code]).toEqual([409, 'alreadyExists']);
    expect(JSON.stringify(taken.body)).not.toContain(FOREIGN);
    const moved = await call(administrator(), 'POST', '/grids/import', square('G-FOREIGN', OWN, IN_DATONG));
    expect(moved.status).toBe(409);
    const silence = { scope: { gridCode: 'G-FOREIGN' }, ...DAY, reason: 'x' };
    const one = await call(administrator(), 'POST', '/alarm-silences', silence);
    const other = await call(administrator(), 'POST', '/alarm-silences', {
      ...silence,
      scope: { gridCode: 'G-NONE' },
    });
    expect([one.status, one.body.code]).toEqual([404, other.body.code]);
  });

  it('H3 a new grid must lie in the division that it names', async () => {
    const wrong = await call(administrator(), 'POST', '/grids/import', square('G-NEW', OWN, IN_TAIYUAN));
    expect(wrong.body).toMatchObject({
      status: 400,
      problems: [{ code: 'outsideDivision', gridCode: 'G-NEW' }],
    });
    const right = await call(administrator(), 'POST', '/grids/import', square('G-OWN', OWN, IN_DATONG));
    expect(right.status, JSON.stringify(right.body)).toBe(200);
  });

  it('H3 a department can be neither taken over nor given away', async () => {
    const put = (id: string, divisionCode: string) =>
      call(administrator(), 'PUT', `/departments/${id}`, { name: 'HIJACKED', divisionCode });
    expect((await put('dep-foreign', OWN)).body).toMatchObject({
      status: 403,
      permission: 'department:manage',
    });
    expect((await put('dep-own', OWN)).status).toBe(200);
    expect((await put('dep-own', FOREIGN)).body).toMatchObject({ status: 403, divisionCode: FOREIGN });
    expect((await put('dep-none', '1499')).body.code).toBe(
      (await put('dep-none', '1499')).status === 403 ? 'forbidden' : 'unknownDivision',
    );
    const { body } = await call(province, 'GET', '/departments');
    const found = (body.items as { departmentId: string; name: string }[]).find(
      (each) => each.departmentId === 'dep-foreign',
    );
    expect(found?.name).toBe('部门');
  });

  it('H3 a rule cannot be taken over, and foreign devices in one are answered like unknown ones', async () => {
    const taken = await call(manager(), 'PUT', '/alarm-rules/rule-foreign', rule(['air-own']));
    expect([taken.status, taken.body.code]).toEqual([409, 'alreadyExists']);
    const one = await call(manager(), 'PUT', '/alarm-rules/rule-new', rule(['air-own', 'air-foreign']));
    const other = await call(manager(), 'PUT', '/alarm-rules/rule-new', rule(['air-own', 'air-nowhere']));
    expect(plain(one.body, { id: 'air-foreign' })).toEqual(plain(other.body, { id: 'air-nowhere' }));
    expect(one.status).toBe(422);
    expect((await call(manager(), 'PUT', '/alarm-rules/rule-new', rule(['air-own']))).status).toBe(200);
    expect(
      (await call(manager(), 'POST', '/alarm-rules/rule-foreign/retirement', { reason: 'x' })).status,
    ).toBe(404);
  });

  it('H3 a device, a name or a gateway in use elsewhere is refused without revealing where', async () => {
    await must(province, 'PUT', '/devices/air-foreign/wire-settings', FROM_HERE);
    await must(province, 'POST', '/devices/air-foreign/aliases', { standard: 'hj212', id: '88888880000001' });
    const again = await call(manager(), 'POST', '/devices', device('air-foreign', IN_DATONG));
    expect([again.status, again.body.code]).toEqual([409, 'deviceExists']);
    const alias = { aliases: [{ standard: 'hj212', id: '88888880000001' }], wireSettings: FROM_HERE };
    const named = await call(manager(), 'POST', '/devices', device('air-new', IN_DATONG, alias));
    expect([named.status, named.body.code]).toEqual([409, 'aliasTaken']);
    for (const { body } of [again, named]) {
      const { instance: _instance, detail, ...rest } = body;
      expect(JSON.stringify(rest)).not.toMatch(/air-foreign|1401/);
      expect(String(detail)).not.toContain(FOREIGN);
    }
    const gateway = (gatewayId: string) =>
      call(manager(), 'POST', '/devices', device('air-g', IN_DATONG, { gatewayId }));
    const [one, other] = [await gateway('air-foreign'), await gateway('air-nowhere')];
    expect(plain(one.body, { id: 'air-foreign' })).toEqual(plain(other.body, { id: 'air-nowhere' }));
  });
});

describe('people of two cities', () => {
  const roleIn = (divisionCode: string) => ({ role: 'acceptor', divisionCode });
  for (const [home, guest] of [
    [FOREIGN, OWN],
    [OWN, FOREIGN],
  ] as const)
    it(`H4 a person of ${home} stays managed there, whatever role ${guest} gives`, async () => {
      const homeAdministrator = await signInAs(`administrator.${home}`);
      const guestAdministrator = await signInAs(`administrator.${guest}`);
      const homeSecurity = await signInAs(`securityadministrator.${home}`);
      const guestSecurity = await signInAs(`securityadministrator.${guest}`);
      const made = await must(homeAdministrator, 'POST', '/users', {
        loginName: `chief.${home}`,
        displayName: '张三',
        password: 'Fenhe-River-2026-Long',
        homeDivision: home,
      });
      const path = `/users/${made.userId}`;
      await must(homeSecurity, 'POST', `${path}/assignments`, { role: 'leader', divisionCode: home });
      // Unknown to the others, who therefore can give nothing.
      for (const answer of [
        await call(guestAdministrator, 'GET', path),
        await call(guestSecurity, 'GET', path),
        await call(guestSecurity, 'POST', `${path}/assignments`, roleIn(guest)),
        await call(guestAdministrator, 'POST', `${path}/disabling`, { reason: 'x' }),
      ])
        expect([answer.status, answer.body.code]).toEqual([404, 'userNotFound']);
      await must(security, 'POST', `${path}/assignments`, roleIn(guest));

      const divisionsSeenBy = async (token: string) =>
        ((await must(token, 'GET', path)).assignments as { divisionCode: string }[]).map(
          (each) => each.divisionCode,
        );
      for (const token of [guestAdministrator, guestSecurity])
        expect(await divisionsSeenBy(token)).toEqual([guest]);
      const given = await must(guestSecurity, 'POST', `${path}/assignments`, roleIn(guest));
      expect(JSON.stringify(given)).not.toContain(`"${home}"`);
      expect((await call(guestAdministrator, 'POST', `${path}/disabling`, { reason: 'x' })).status).toBe(403);
      const [homeRole] = (await must(homeAdministrator, 'GET', path)).assignments as {
        assignmentId: string;
      }[];
      const rolePath = `${path}/assignments/${homeRole!.assignmentId}`;
      const foreignRevoke = await call(guestSecurity, 'DELETE', rolePath);
      expect([foreignRevoke.status, foreignRevoke.body.code]).toEqual([404, 'assignmentNotFound']);

      // The own administrators go on managing, and see nothing of the other city.
      for (const token of [homeAdministrator, homeSecurity])
        expect(await divisionsSeenBy(token)).toEqual([home]);
      await must(homeAdministrator, 'POST', `${path}/disabling`, { reason: '离岗' });
      await must(homeAdministrator, 'POST', `${path}/enabling`, { reason: '返岗' });
      await must(homeSecurity, 'DELETE', rolePath);
    });

  it('L5 a role in a division or department that does not exist is refused', async () => {
    const give = (role: object) =>
      call(security, 'POST', `/users/${foreign.userId}/assignments`, { role: 'handler', ...role });
    expect((await give({ divisionCode: '149999' })).body).toMatchObject({
      status: 422,
      code: 'unknownDivision',
    });
    expect((await give({ divisionCode: FOREIGN, departmentId: 'dep-nowhere' })).body).toMatchObject({
      status: 422,
      code: 'unknownDepartment',
    });
    const registered = await call(
      province,
      'POST',
      '/devices',
      device('air-dep', IN_DATONG, { departmentId: 'dep-nowhere' }),
    );
    expect(registered.body).toMatchObject({ status: 422, code: 'unknownDepartment' });
  });

  it('L5 a report may name only sources that fit the reporter’s role', async () => {
    const report = (source: string, role: string) =>
      call(tokens.get(role), 'POST', '/cases', { source, description: '垃圾堆放', location: IN_DATONG });
    for (const source of ['leader', 'sensorAlarm', 'videoAnalytics', 'hotline12345'])
      expect((await report(source, 'gridWorker')).body, source).toMatchObject({
        status: 403,
        code: 'sourceNotAllowed',
      });
    expect((await report('sensorAlarm', 'acceptor')).status).toBe(403);
    expect((await report('hotline12345', 'acceptor')).status).toBe(201);
    expect((await report('gridWorker', 'gridWorker')).status).toBe(201);
  });
});

describe('dead letters', () => {
  it('H2 people see dead letters of devices that they manage; those of unknown senders need the whole province', async () => {
    const manager = tokens.get('deviceManager')!;
    const list = async (token: string, query = '') =>
      ((await must(token, 'GET', `/rejected${query}`)).items as { rejectionId: string }[]).map(
        (each) => each.rejectionId,
      );
    expect(await list(manager, '?device=air-foreign')).toEqual([]);
    expect(await list(manager)).toEqual([]);
    expect(await list(province)).toContain(foreign.rejectionId);
    const payload = '{"observedAt":"2026-11-28T08:19:48Z","values":{"pm25":499}}';
    for (const [step, body] of [
      ['replay', { payload }],
      ['discard', { reason: 'x' }],
    ] as const) {
      const one = await call(manager, 'POST', `/rejected/${foreign.rejectionId}/${step}`, body);
      expect([one.status, one.body.code]).toEqual([404, 'notFound']);
    }
    expect(((await must(manager, 'GET', '/board')).rejected as { open: number }).open).toBe(0);
  });

  it('L3 the board counts only the open dead letters that the person may read', async () => {
    expect(((await must(province, 'GET', '/board')).rejected as { open: number }).open).toBeGreaterThan(0);
    expect((await must(tokens.get('acceptor'), 'GET', '/board')).rejected).toBeNull();
  });

  it('H2 a replayed dead letter records the person who replayed it', async () => {
    const payload = '{"observedAt":"2026-11-28T08:19:48Z","values":{"pm25":49}}';
    await must(province, 'POST', `/rejected/${foreign.rejectionId}/replay`, { payload });
    const { items } = await must(province, 'GET', '/devices/air-foreign/readings');
    const [reading] = items as { replayedBy?: string; values: { pm25: number } }[];
    expect(reading).toMatchObject({ values: { pm25: 49 }, replayedBy: expect.any(String) });
    const [event] = await product.server.core.store.readStream('reading-air-foreign', {
      direction: 'backwards',
      limit: 1,
    });
    expect(event!.meta).toMatchObject({
      actor: `user:${reading!.replayedBy}`,
      causationId: foreign.rejectionId,
    });
  });
});

describe('attachments', () => {
  const photo = async (token: string, seed: number) => {
    const form = new FormData();
    const bytes = Uint8Array.from([...PNG, ...Array.from({ length: 8 }, (_, n) => (seed * 31 + n) % 256)]);
    form.append('photo', new File([bytes], 'a.png', { type: 'image/png' }));
    const response = await fetch(`${product.baseUrl}/api/v1/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    const body = (await response.json()) as { items: { digest: string }[] };
    return body.items[0]!.digest;
  };
  const report = (token: string, location: { lon: number; lat: number }, photos: string[]) =>
    call(token, 'POST', '/cases', { description: '照片', location, photos });

  it('M7 naming a foreign attachment gives no access: it is refused like one that does not exist', async () => {
    const [mine, theirs] = [tokens.get('gridWorker')!, await signInAs(`gridworker.${FOREIGN}`)];
    const [ofMine, ofTheirs] = [await photo(mine, 1), await photo(theirs, 2)];
    await must(theirs, 'POST', '/cases', { description: '照片', location: IN_TAIYUAN, photos: [ofTheirs] });
    await must(mine, 'POST', '/cases', { description: '照片', location: IN_DATONG, photos: [ofMine] });
    await product.settle();
    const nowhere = '0'.repeat(ofMine.length);
    for (const [token, location, digest] of [
      [mine, IN_DATONG, ofTheirs],
      [theirs, IN_TAIYUAN, ofMine],
    ] as const) {
      const one = await report(token, location, [digest]);
      const other = await report(token, location, [nowhere]);
      expect([one.status, one.body.code]).toEqual([422, 'unknownAttachment']);
      expect(plain(one.body, { digest })).toEqual(plain(other.body, { digest: nowhere }));
    }
    // Somebody else's upload that hangs on nothing yet is as unknown; a colleague's that hangs on a visible case is not.
    expect((await report(theirs, IN_TAIYUAN, [await photo(mine, 3)])).status).toBe(422);
    expect((await report(tokens.get('acceptor')!, IN_DATONG, [ofMine])).status).toBe(201);
    expect(caseOfOwn).toBeTruthy();
  });
});

/** A picture of one point. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
