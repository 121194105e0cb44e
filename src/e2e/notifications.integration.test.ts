import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Position } from '../event-store/event-store.ts';
import type { NotificationRulesPublished } from '../notifications/events.ts';
import { NOTIFICATION_RULES_STREAM } from '../notifications/index.ts';
import { newId } from '../platform/ids.ts';
import { silentLogger } from '../platform/logger.ts';
import { createNotificationProcess } from '../processes/notifications/process.ts';
import { MIGRATED } from '../testing/database-templates.ts';
import { createTestDatabase } from '../testing/postgres.ts';
import { PASSWORD, type Product, startProduct, YINGZE } from '../testing/product.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../testing/webhook-receiver.ts';

const MINUTE = 60_000;
/** Ten in the morning in Shanxi. */
let time = Date.parse('2026-11-24T02:00:00Z');
let product: Product;
let receiver: WebhookReceiver;
const tokens: Record<string, string> = {};

const login = async (name: string) => {
  const answer = await product.call(undefined, 'POST', '/api/v1/session', { name, password: PASSWORD });
  tokens[name] = answer.body.token as string;
};
const call = (name: string, method: string, path: string, body?: unknown) =>
  product.call(tokens[name], method, `/api/v1${path}`, body);

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  product = await startProduct(
    {
      YIWANG_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
      YIWANG_WEBHOOK_RETRIES: '1',
      YIWANG_WEBHOOK_RETRY_SECONDS: '1',
      YIWANG_WEBHOOK_TIMEOUT_MS: '1000',
      YIWANG_SESSION_HOURS: '10000',
    },
    { now: () => time },
  );
  await product.addUser('admin', 'administrator');
  await product.addUser('admin2', 'administrator', '1402');
  await product.addUser('worker', 'gridWorker', '1401');
  await product.addUser('acceptor', 'acceptor', '1401');
  await product.addUser('shift', 'shiftLeader', '1401');
  await product.addUser('dispatcher', 'dispatcher', '1401');
  await product.addUser('officer', 'supervisionOfficer', '1401');
  await product.addUser('manager', 'departmentManager', '1401', 'ecology');
  await product.addUser('deputy', 'departmentManager', '1401', 'ecology');
  for (const name of [
    'admin',
    'admin2',
    'worker',
    'acceptor',
    'shift',
    'dispatcher',
    'officer',
    'manager',
    'deputy',
  ])
    await login(name);
  const department = { name: '生态环境局', divisionCode: '1401', bodies: [] };
  expect((await call('admin', 'PUT', '/departments/ecology', department)).status).toBe(200);
});
afterAll(async () => {
  await product.stop();
  await receiver.close();
});
beforeEach(() => {
  receiver.calls.length = 0;
  receiver.answer(204);
});

/** A case that has just been dispatched to the department. */
const dispatchCase = async (): Promise<string> => {
  const reported = await call('worker', 'POST', '/cases', { description: '异味', location: YINGZE });
  const id = reported.body.caseId as string;
  const rows = await call('shift', 'GET', '/filing-standards/sensing/rows?matter=event-S1-01');
  for (const [who, resource, body] of [
    ['acceptor', 'acceptance', { opinion: '属实' }],
    ['shift', 'filing', { opinion: '立案', standardId: 'sensing', rowId: rows.body.items[0]!.rowId }],
    ['dispatcher', 'dispatch', { opinion: '请处置', departmentId: 'ecology' }],
  ] as const) {
    const answer = await call(who, 'POST', `/cases/${id}/${resource}`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }
  await product.settle();
  return id;
};
const mine = async (name: string, query = '') =>
  (await call(name, 'GET', `/notifications${query}`)).body.items;
const about = async (name: string, caseId: string) =>
  (await mine(name)).find((item) => item.caseId === caseId);
const tick = async () => {
  await product.settle();
  await product.server.notificationWatch.tick();
  await product.settle();
};

const listen = async (name: string) => {
  const response = await fetch(`${product.baseUrl}/api/v1/stream`, {
    headers: { authorization: `Bearer ${tokens[name]}` },
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  /** The first message of that kind about the given subject, ignoring others before it. */
  const until = async (event: string, wanted = ''): Promise<string> => {
    for (;;) {
      const messages = buffer.split('\n\n').slice(0, -1);
      const found = messages.find((each) => each.includes(`event: ${event}\n`) && each.includes(wanted));
      if (found !== undefined) return found;
      buffer += (await reader.read()).value ?? '';
    }
  };
  await until('hello');
  return { until, close: () => reader.cancel() };
};

describe('a person', () => {
  it('is notified of a task, live and in a list, and acknowledges it', async () => {
    const stream = await listen('manager');
    const before = (await call('manager', 'GET', '/notifications/unread-count')).body.count as number;
    const caseId = await dispatchCase();
    expect(await stream.until('notification', caseId)).toContain('已派遣至生态环境局');
    await stream.close();
    const issued = await about('manager', caseId);
    expect(issued).toMatchObject({
      kind: 'caseDispatched',
      urgent: false,
      step: 0,
      title: { en: expect.stringMatching(/^Case 140106-20261124-\d{5} was dispatched$/) },
      deferredUntil: null,
      acknowledgedAt: null,
    });
    expect((await call('manager', 'GET', '/notifications/unread-count')).body.count).toBe(before + 1);
    const acknowledge = (name: string) =>
      call(name, 'POST', `/notifications/${issued!.notificationId}/acknowledgement`);
    expect((await acknowledge('worker')).body.code).toBe('notificationUnknown');
    expect((await acknowledge('manager')).status).toBe(200);
    expect((await acknowledge('manager')).status).toBe(200);
    expect((await call('manager', 'GET', '/notifications/unread-count')).body.count).toBe(before);
    expect((await mine('manager', '?unread=true')).some((item) => item.caseId === caseId)).toBe(false);
    // Taken on by one of them: it is passed on to nobody.
    time += 61 * MINUTE;
    await tick();
    expect(await about('dispatcher', caseId)).toBeUndefined();
    expect(await about('worker', caseId)).toBeUndefined();
  });

  it('who does not acknowledge in time causes an escalation to the next', async () => {
    const caseId = await dispatchCase();
    time += 59 * MINUTE;
    await tick();
    expect(await about('dispatcher', caseId)).toBeUndefined();
    time += 2 * MINUTE;
    await tick();
    expect(await about('dispatcher', caseId)).toMatchObject({ kind: 'caseDispatched', step: 1 });
    await tick();
    expect((await mine('dispatcher')).filter((item) => item.caseId === caseId)).toHaveLength(1);
  });

  it('is notified when a case is urged, supervised or sent to them as a task', async () => {
    const caseId = await dispatchCase();
    const opinion = '请尽快办理';
    expect((await call('officer', 'POST', `/cases/${caseId}/urges`, { opinion })).status).toBe(200);
    expect((await call('officer', 'POST', `/cases/${caseId}/supervisions`, { opinion })).status).toBe(200);
    await call('manager', 'POST', `/cases/${caseId}/handling`, {});
    await call('manager', 'POST', `/cases/${caseId}/feedback`, { result: '已处置' });
    await call('worker', 'PUT', '/duty', { location: YINGZE });
    const task = { opinion: '请到场核查' };
    const sent = await call('acceptor', 'POST', `/cases/${caseId}/check-tasks`, task);
    expect(sent.status, JSON.stringify(sent.body)).toBe(200);
    await product.settle();
    const kinds = (await mine('manager')).filter((item) => item.caseId === caseId).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['caseSupervised', 'caseUrged', 'caseDispatched']));
    expect(await about('worker', caseId)).toMatchObject({
      kind: 'taskAssigned',
      body: { zh: expect.stringMatching(/^任务时限 \d{4}-\d{2}-\d{2} \d{2}:\d{2}。$/) },
    });
  });

  it('is not disturbed in quiet hours but notified when they end, also across a restart', async () => {
    const night = { quietHours: { from: '20:00', until: '06:30' }, muted: [] };
    expect((await call('manager', 'PUT', '/notification-preferences', night)).body).toEqual(night);
    expect((await call('manager', 'GET', '/notification-preferences')).body).toEqual(night);
    await call('deputy', 'PUT', '/notification-preferences', { quietHours: null, muted: ['caseDispatched'] });
    const wrong = { quietHours: { from: '8', until: '9' }, muted: [] };
    expect((await call('manager', 'PUT', '/notification-preferences', wrong)).status).toBe(400);

    time = Date.parse('2026-11-25T13:00:00Z');
    const caseId = await dispatchCase();
    expect(await about('manager', caseId)).toMatchObject({ deferredUntil: '2026-11-25T22:30:00.000Z' });
    expect(await about('deputy', caseId)).toBeUndefined();
    await product.restart();
    const stream = await listen('manager');
    time = Date.parse('2026-11-25T22:29:59Z');
    await tick();
    expect(await about('manager', caseId)).toMatchObject({ deferredUntil: '2026-11-25T22:30:00.000Z' });
    time = Date.parse('2026-11-25T22:30:00Z');
    await tick();
    await stream.until('notification', caseId);
    await stream.close();
    expect(await about('manager', caseId)).toMatchObject({ deferredUntil: null });
    for (const name of ['manager', 'deputy'])
      await call(name, 'PUT', '/notification-preferences', { quietHours: 'roleDefault', muted: [] });
    time = Date.parse('2026-11-26T02:00:00Z');
  });
});

describe('a webhook', () => {
  const register = async (body: Record<string, unknown> = {}) => {
    const answer = await call('admin', 'POST', '/webhooks', {
      name: '督办平台',
      url: receiver.url,
      divisionCode: '1401',
      ...body,
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return { id: answer.body.webhookId as string, secret: answer.body.secret as string };
  };
  const deliveries = async (id: string) =>
    (await call('admin', 'GET', `/webhooks/${id}/deliveries`)).body.items;
  const settled = async (id: string, state: string) => {
    await expect
      .poll(async () => (await deliveries(id))[0]?.state, { timeout: 20_000, interval: 100 })
      .toBe(state);
    return (await deliveries(id))[0]!;
  };
  const remove = async (id: string) =>
    expect((await call('admin', 'DELETE', `/webhooks/${id}`)).status).toBe(204);

  it('is called with a signed CloudEvent, again after a failure, with the same id', async () => {
    receiver.answer(500, 204);
    // Not what is passed on to others from earlier cases.
    const { id, secret } = await register({ kinds: ['caseDispatched'], roles: ['departmentManager'] });
    const caseId = await dispatchCase();
    expect(await settled(id, 'delivered')).toMatchObject({ attempts: 2, httpStatus: 204 });
    expect(receiver.calls).toHaveLength(2);
    const [first, second] = receiver.calls;
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    const { headers, body } = second!;
    const signature = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
      .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
    expect(headers['webhook-timestamp']).toBe(String(time / 1000));
    expect(headers['content-type']).toMatch(/^application\/cloudevents\+json/);
    expect(JSON.parse(body)).toMatchObject({
      specversion: '1.0',
      id: headers['webhook-id'],
      source: '/yiwang/notifications',
      type: 'cn.yiwang.notification.caseDispatched',
      subject: `case/${caseId}`,
      data: { caseId, departmentId: 'ecology', recipients: expect.arrayContaining([expect.any(String)]) },
    });
    const shown = await call('admin', 'GET', '/webhooks');
    expect(JSON.stringify(shown.body)).not.toContain('whsec_');
    await remove(id);
    await dispatchCase();
    expect(receiver.calls).toHaveLength(2);
  });

  it('gives up a delivery that fails too often, with the reason, until somebody has it sent again', async () => {
    receiver.answer(503);
    const { id } = await register({ kinds: ['caseShirk'] });
    const ping = await call('admin', 'POST', `/webhooks/${id}/ping`);
    expect(ping.status).toBe(202);
    const dead = await settled(id, 'dead');
    expect(dead).toMatchObject({ attempts: 2, reason: 'answered 503' });
    expect(receiver.calls).toHaveLength(2);
    receiver.answer(200);
    const redeliver = () => call('admin', 'POST', `/webhooks/${id}/deliveries/${dead.deliveryId}/redelivery`);
    expect((await redeliver()).status).toBe(202);
    expect(await settled(id, 'delivered')).toMatchObject({ reason: null });
    expect(JSON.parse(receiver.calls[2]!.body)).toMatchObject({ type: 'cn.yiwang.webhook.ping' });
    await remove(id);
  });

  it.each([
    ['silent', 'silence', /no answer within 1000 ms/],
    ['redirecting', 302, /302, redirects are not followed/],
  ] as const)('to a %s receiver fails', async (_what, answer, reason) => {
    receiver.answer(answer);
    const { id } = await register({ kinds: ['caseShirk'] });
    await call('admin', 'POST', `/webhooks/${id}/ping`);
    expect((await settled(id, 'dead')).reason).toMatch(reason);
    expect(receiver.calls).toHaveLength(2);
    await remove(id);
  });

  it('sends nothing while it is paused, and everything when it is resumed', async () => {
    const { id } = await register({ kinds: ['caseDispatched'], roles: ['departmentManager'] });
    expect((await call('admin', 'POST', `/webhooks/${id}/pause`)).body.status).toBe('paused');
    await dispatchCase();
    await dispatchCase();
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(['pending', 'pending']);
    expect((await call('admin', 'POST', `/webhooks/${id}/resumption`)).body.status).toBe('active');
    await expect
      .poll(async () => (await deliveries(id)).map(({ state }) => state), { timeout: 20_000 })
      .toEqual(['delivered', 'delivered']);
    expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
    await remove(id);
  });

  it('cannot reach networks that are not allowed', async () => {
    const refused = { name: 'x', url: 'https://192.168.1.1/hook', divisionCode: '1401' };
    expect((await call('admin', 'POST', '/webhooks', refused)).body.code).toBe('webhookTargetRefused');
    for (const url of ['http://[::1]:80/', 'http://8.8.8.8/hook', 'https://169.254.169.254/latest'])
      expect((await call('admin', 'POST', '/webhooks', { ...refused, url })).body.code).toBe(
        'webhookTargetRefused',
      );
    expect(
      (await call('admin', 'POST', '/webhooks', { ...refused, url: 'file:///etc/passwd' })).body.code,
    ).toBe('webhookInvalid');
    expect((await call('dispatcher', 'GET', '/webhooks')).status).toBe(403);
    expect((await call('admin2', 'POST', '/webhooks', { ...refused, url: receiver.url })).status).toBe(403);
  });

  it('gets a new secret on demand', async () => {
    const { id, secret } = await register({ kinds: ['caseShirk'] });
    const rotated = await call('admin', 'POST', `/webhooks/${id}/secret`);
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(rotated.body.secret).not.toBe(secret);
    await remove(id);
    expect((await call('admin', 'GET', `/webhooks/${id}`)).body.code).toBe('webhookUnknown');
  });
});

it('a published rule that cannot be followed is left out and told; the others apply', async () => {
  const { store } = product.server.core;
  const [latest] = await store.readStream(NOTIFICATION_RULES_STREAM, { direction: 'backwards', limit: 1 });
  const good = latest!.data as NotificationRulesPublished['data'];
  // As another program may write it, which does not check.
  const publish = async (rulesVersion: number, rules: readonly unknown[]) => {
    await store.append({
      stream: NOTIFICATION_RULES_STREAM,
      expected: 'any',
      events: [
        {
          id: newId(),
          type: 'NotificationRulesPublished',
          data: { ...good, rulesVersion, rules },
          meta: { actor: 'system' },
        },
      ],
    });
    await product.settle();
    return (await product.call(undefined, 'GET', '/readyz')).body;
  };
  const withoutSteps = good.rules.map(({ escalation: _, ...rule }) => rule);
  expect(
    await publish(good.rulesVersion + 1, [{ ruleId: 'broken', on: ['CaseDispatched'] }, ...withoutSteps]),
  ).toMatchObject({ ready: true, parkedProjections: [], faultyNotificationRules: ['broken'] });

  const unread = async () => (await call('manager', 'GET', '/notifications?limit=500')).body.items.length;
  const before = await unread();
  await dispatchCase();
  await product.settle();
  expect(await unread()).toBeGreaterThan(before);
  expect(await publish(good.rulesVersion + 2, good.rules)).toMatchObject({ faultyNotificationRules: [] });
});

it('reading the whole log again notifies nobody twice', async () => {
  const { store } = product.server.core;
  // The clock is stopped: what is due is done once, and nothing becomes due afterwards.
  let head: Position;
  do {
    head = await store.head();
    await product.server.notificationWatch.tick();
    await product.settle();
  } while ((await store.head()) !== head);
  const countAll = async () => (await store.readAll({ after: store.start, limit: 1_000_000 })).length;
  const before = await countAll();
  const other = await createTestDatabase(MIGRATED);
  try {
    const replay = createNotificationProcess(store, async () => undefined, silentLogger);
    const events = await store.readAll({ after: store.start, limit: 1_000_000 });
    const handled = events.filter(({ type }) => replay.handles.has(type));
    for (let from = 0; from < handled.length; from += 100)
      await other.sql.begin((sql) => replay.project(handled.slice(from, from + 100), sql));
    expect(await countAll()).toBe(before);
    const rows = await product.database
      .sql`select kind, key, value::text from notification_memory order by 1, 2`;
    expect(await other.sql`select kind, key, value::text from notification_memory order by 1, 2`).toEqual(
      rows,
    );
  } finally {
    await other.drop();
  }
});
