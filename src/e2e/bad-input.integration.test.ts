import { connect as connectTcp } from 'node:net';
import { connect as connectMqtt } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';

let product: Product;
let manager: string;
const secrets = new Map<string, string>();

beforeAll(async () => {
  product = await startProduct({ YIWANG_MQTT_MAX_CONNECTIONS: '8' });
  manager = await product.signIn('administrator');
});
afterAll(async () => {
  await product.stop();
});

const connect = async (deviceId: string) => {
  if (!secrets.has(deviceId)) secrets.set(deviceId, await product.addDevice(deviceId, 'air-station'));
  return product.connect(deviceId, secrets.get(deviceId)!);
};
const now = (offsetMs = 0): string => new Date(Date.now() + offsetMs).toISOString();

/** Publishes one payload as a device; resolves once it is acknowledged. */
const publish = async (deviceId: string, payload: string | Buffer, channel = 'telemetry') => {
  const client = await connect(deviceId);
  await client.publishAsync(`yw/v1/${deviceId}/${channel}`, payload, { qos: 1 });
  await client.endAsync();
  await product.settle();
};
const rejectedOf = async (deviceId: string) =>
  (await product.call(manager, 'GET', `/api/v1/devices/${deviceId}/rejected`)).body.items;
const refused = () => ({ ...product.server.counters.refused });

describe('dead letters', () => {
  it.each([
    ['malformed JSON', '{"observedAt":', 'malformedJson'],
    ['not an object', '42', 'schemaViolation'],
    ['no values', JSON.stringify({ observedAt: '2026-01-01T00:00:00Z', values: {} }), 'schemaViolation'],
    [
      'a text for a number',
      JSON.stringify({ observedAt: '2026-01-01T00:00:00Z', values: { pm25: '12' } }),
      'schemaViolation',
    ],
    ['no time', JSON.stringify({ values: { pm25: 12 } }), 'schemaViolation'],
  ])('%s is acknowledged and kept with its reason', async (name, payload, reason) => {
    const deviceId = `bad-${name.toLowerCase().replace(/[^a-z]+/g, '-')}`;
    await publish(deviceId, payload);
    const [letter, ...others] = await rejectedOf(deviceId);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ deviceId, reason, size: Buffer.byteLength(payload), state: 'open' });
    expect(Buffer.from(letter!.payload as string, 'base64').toString()).toBe(payload);
    expect(letter!.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('an id that is reused with different content becomes a dead letter', async () => {
    const record = (pm25: number) => JSON.stringify({ id: 'a-1', observedAt: now(), values: { pm25 } });
    const first = record(10);
    await publish('bad-id', first);
    await publish('bad-id', first);
    expect(await rejectedOf('bad-id')).toEqual([]);
    await publish('bad-id', record(11));
    expect(await rejectedOf('bad-id')).toMatchObject([{ reason: 'idReusedWithOtherContent' }]);
    const readings = await product.call(manager, 'GET', '/api/v1/devices/bad-id/readings');
    expect(readings.body.items).toHaveLength(1);
  });

  it('a message on an unknown topic of the device becomes a dead letter', async () => {
    await publish('bad-topic', '01', 'raw/gat1400');
    expect(await rejectedOf('bad-topic')).toMatchObject([
      { reason: 'unknownTopic', topic: 'yw/v1/bad-topic/raw/gat1400' },
    ]);
  });

  it('mask what looks like a personal number, and are replayed unchanged or with a corrected payload', async () => {
    await publish('bad-mask', '{"phone":"13912345678"');
    const [letter] = await rejectedOf('bad-mask');
    expect(Buffer.from(letter!.payload as string, 'base64').toString()).toBe('{"phone":"139********"');
    const path = `/api/v1/rejected/${letter!.rejectionId}`;
    expect((await product.call(manager, 'POST', `${path}/replay`, {})).body.code).toBe('stillRejected');
    expect(
      (await product.call(manager, 'POST', `${path}/replay`, { payload: '{"still bad"' })).body.code,
    ).toBe('stillRejected');
    const payload = JSON.stringify({ observedAt: now(), values: { pm25: 21 } });
    expect((await product.call(manager, 'POST', `${path}/replay`, { payload })).body).toMatchObject({
      stored: 1,
    });
    await product.settle();
    expect((await product.call(manager, 'GET', '/api/v1/devices/bad-mask')).body.readings).toMatchObject({
      pm25: { value: 21 },
    });
    expect((await rejectedOf('bad-mask')).map(({ state }) => state)).toContain('replayed');
    expect((await product.call(manager, 'POST', `${path}/discard`, { reason: 'x' })).body.code).toBe(
      'rejectionSettled',
    );
  });

  it('can be discarded with a reason', async () => {
    await publish('bad-discard', 'nonsense');
    const [letter] = await rejectedOf('bad-discard');
    const answer = await product.call(manager, 'POST', `/api/v1/rejected/${letter!.rejectionId}/discard`, {
      reason: '测试数据',
    });
    expect(answer.status).toBe(200);
    await product.settle();
    expect(await rejectedOf('bad-discard')).toMatchObject([{ state: 'discarded', outcome: '测试数据' }]);
    const worker = await product.signIn('gridWorker');
    expect((await product.call(worker, 'GET', '/api/v1/rejected')).body.code).toBe('forbidden');
  });
});

describe('refused connections and messages are counted', () => {
  it.each([
    ['an unknown device', 'nobody', 'secret', 'unknownDevice'],
    ['a wrong secret', 'door-secret', 'wrong', 'wrongSecret'],
  ] as const)('%s', async (_name, deviceId, secret, reason) => {
    if (deviceId === 'door-secret') await (await connect(deviceId)).endAsync();
    const before = refused()[reason];
    await expect(product.connect(deviceId, secret)).rejects.toThrow(/bad username or password/i);
    expect(refused()[reason]).toBe(before + 1);
  });

  it('a subscription to another device’s commands is refused', async () => {
    const client = await connect('door-subscriber');
    expect((await client.subscribeAsync('yw/v1/door-subscriber/command/+')).map(({ qos }) => qos)).toEqual([
      0,
    ]);
    await expect(client.subscribeAsync('yw/v1/door-a/command/+')).rejects.toThrow();
    await expect(client.subscribeAsync('#')).rejects.toThrow();
    expect(refused().forbiddenSubscription).toBe(2);
    await client.endAsync(true);
  });

  it('a payload of 10 MB closes the connection unread, and only size and time are kept', async () => {
    await (await connect('door-large')).endAsync();
    const client = await connect('door-large');
    const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));
    client.publish('yw/v1/door-large/telemetry', Buffer.alloc(10_000_000), { qos: 1 }, () => undefined);
    await closed;
    await expect.poll(() => rejectedOf('door-large'), { timeout: 5000 }).toHaveLength(1);
    const [letter] = await rejectedOf('door-large');
    expect(letter).toMatchObject({ reason: 'payloadTooLarge', payload: '', digest: '' });
    expect(letter!.size).toBeGreaterThan(10_000_000);
    expect(refused().packetTooLarge).toBe(1);
  });

  it('connections beyond the limit are refused', async () => {
    const clients = [];
    for (let n = 0; n < 8; n += 1) {
      await product
        .addDevice(`door-many-${n}`, 'air-station')
        .then((secret) => secrets.set(`door-many-${n}`, secret));
      clients.push(await connect(`door-many-${n}`));
    }
    const extra = connectMqtt(product.mqttUrl, {
      username: 'door-a',
      password: secrets.get('door-a')!,
      reconnectPeriod: 0,
    });
    extra.on('error', () => undefined);
    await new Promise((resolve) => extra.once('close', () => resolve(undefined)));
    expect(extra.connected).toBe(false);
    expect(refused().tooManyConnections).toBe(1);
    await Promise.all(clients.map((client) => client.endAsync(true)));
  });

  it('bytes that are not MQTT end the connection', async () => {
    const before = refused().protocolError;
    const socket = connectTcp(product.server.mqttPort, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await closed;
    expect(refused().protocolError).toBe(before + 1);
  });
});

describe('doubtful records are stored with a flag and raise no alarm', () => {
  it.each([
    ['an unknown indicator', { madeUp: 5 }, 0, { madeUp: ['unknownIndicator'] }],
    ['a value out of range', { pm25: 5000 }, 0, { pm25: ['outOfRange'] }],
    ['a clock ahead', { pm25: 400 }, 11 * 60_000, { '*': ['clockInFuture'] }],
    ['a clock before 2000', { pm25: 400 }, -Date.now() + 1000, { '*': ['clockBefore2000'] }],
    ["the device's own flag", { pm25: { value: 400, flag: 'D' } }, 0, { pm25: ['deviceFlag'] }],
  ])('%s', async (name, values, offset, quality) => {
    const deviceId = `doubt-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    for (const ago of [30_000, 0]) {
      await publish(deviceId, JSON.stringify({ observedAt: now(offset - ago), values }));
    }
    const readings = await product.call(manager, 'GET', `/api/v1/devices/${deviceId}/readings`);
    expect(readings.body.items).toMatchObject([
      { values, quality },
      { values, quality },
    ]);
    expect((await product.call(manager, 'GET', `/api/v1/alarms?device=${deviceId}`)).body.items).toEqual([]);
    expect(await rejectedOf(deviceId)).toEqual([]);
  });
});

describe('HTTP', () => {
  const report = { description: '路面破损', location: YINGZE };
  const problem = (status: number, code: string) => ({
    status,
    body: { code, status, type: `/problems#${code}` },
  });

  it('requires a token, a suitable role and the right division', async () => {
    expect(await product.call(undefined, 'GET', '/api/v1/cases')).toMatchObject(
      problem(401, 'unauthenticated'),
    );
    expect(await product.call('yw1.x.y', 'GET', '/api/v1/cases')).toMatchObject(
      problem(401, 'unauthenticated'),
    );
    const worker = await product.signIn('gridWorker', '1401');
    const elsewhere = await product.signIn('acceptor', '1402');
    const { body } = await product.call(worker, 'POST', '/api/v1/cases', report);
    const accept = (token: string) =>
      product.call(token, 'POST', `/api/v1/cases/${body.caseId}/acceptance`, { opinion: '属实' });
    expect(await accept(worker)).toMatchObject(problem(403, 'forbidden'));
    // Of another division is as unknown as not there.
    expect(await accept(elsewhere)).toMatchObject(problem(404, 'caseUnknown'));
    expect(await product.call(elsewhere, 'GET', `/api/v1/cases/${body.caseId}`)).toMatchObject(
      problem(404, 'caseUnknown'),
    );
    expect((await product.call(elsewhere, 'GET', '/api/v1/cases')).body.items).toEqual([]);
  });

  it('refuses a stale If-Match and an impossible transition, and lists what is possible', async () => {
    const worker = await product.signIn('gridWorker', '1401');
    const acceptor = await product.signIn('acceptor', '1401');
    const leader = await product.signIn('shiftLeader', '1401');
    const { body } = await product.call(worker, 'POST', '/api/v1/cases', report);
    const path = `/api/v1/cases/${body.caseId}`;
    const stale = await product.call(
      acceptor,
      'POST',
      `${path}/acceptance`,
      { opinion: '属实' },
      { 'if-match': '"7"' },
    );
    expect(stale).toMatchObject({ ...problem(412, 'versionMismatch'), body: { expected: 7, actual: 1 } });
    const early = await product.call(leader, 'POST', `${path}/closure`, { opinion: '结案' });
    expect(early).toMatchObject({
      ...problem(409, 'impossibleTransition'),
      body: {
        command: 'CloseCase',
        from: 'reported',
        to: ['closed'],
        allowed: [
          'AcceptCase',
          'RejectCase',
          'SendVerifyTask',
          'CorrectCase',
          'RequestVoid',
          'VoidCase',
          'UrgeCase',
          'SupplementCase',
          'NoteCase',
          'ForceClose',
        ],
      },
    });
    const right = await product.call(
      acceptor,
      'POST',
      `${path}/acceptance`,
      { opinion: '属实' },
      { 'if-match': '"1"' },
    );
    expect(right.headers.get('etag')).toBe('"2"');
  });

  it('executes a command with the same Idempotency-Key once, and refuses the key with a different body', async () => {
    const worker = await product.signIn('gridWorker', '1401');
    const send = (description: string) =>
      product.call(worker, 'POST', '/api/v1/cases', { ...report, description }, { 'idempotency-key': 'k-1' });
    const first = await send('积水');
    const again = await send('积水');
    expect(again.body).toMatchObject({ caseId: first.body.caseId, caseNumber: first.body.caseNumber });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await send('别的')).toMatchObject(problem(422, 'idempotencyKeyReused'));
    const acceptor = await product.signIn('acceptor', '1401');
    const accept = (opinion: string) =>
      product.call(
        acceptor,
        'POST',
        `/api/v1/cases/${first.body.caseId}/acceptance`,
        { opinion },
        { 'idempotency-key': 'k-2' },
      );
    expect((await accept('属实')).status).toBe(200);
    expect((await accept('属实')).headers.get('idempotent-replayed')).toBe('true');
    expect(await accept('不属实')).toMatchObject(problem(422, 'idempotencyKeyReused'));
  });

  it('lists the errors in a request', async () => {
    const worker = await product.signIn('gridWorker', '1401');
    const bad = await product.call(worker, 'POST', '/api/v1/cases', {
      ...report,
      location: { lon: 'x', lat: 3 },
    });
    expect(bad).toMatchObject(problem(400, 'invalidRequest'));
    expect(bad.body.errors).toMatchObject([{ path: 'location.lon' }]);
    const outside = { ...report, location: { lon: 121.47, lat: 31.23 } };
    expect(await product.call(worker, 'POST', '/api/v1/cases', outside)).toMatchObject(
      problem(422, 'outsideProvince'),
    );
    expect(await product.call(worker, 'GET', '/api/v1/cases?cursor=zzz')).toMatchObject(
      problem(400, 'invalidCursor'),
    );
    expect(await product.call(worker, 'GET', '/api/v1/nothing')).toMatchObject(problem(404, 'notFound'));
    const long = await product.call(worker, 'POST', '/api/v1/cases', {
      ...report,
      description: 'x'.repeat(1_100_000),
    });
    expect(long).toMatchObject(problem(413, 'bodyTooLarge'));
  });

  it('ends a session permanently, and the other sessions when the password changes', async () => {
    const token = await product.signIn('gridWorker', '1401');
    const other = await product.signIn('gridWorker', '1401');
    expect((await product.call(token, 'DELETE', '/api/v1/session')).status).toBe(204);
    expect(await product.call(token, 'GET', '/api/v1/session')).toMatchObject(
      problem(401, 'unauthenticated'),
    );
    const name = (await product.call(other, 'GET', '/api/v1/session')).body.loginName;
    const login = (password: string) =>
      product.call(undefined, 'POST', '/api/v1/session', { name, password });
    const second = (await login('a-Long-password-1')).body.token as string;
    const change = (currentPassword: string, newPassword: string) =>
      product.call(other, 'PUT', '/api/v1/session/password', { currentPassword, newPassword });
    expect(await change('wrong', 'another-Long-1')).toMatchObject(problem(401, 'wrongCredentials'));
    expect(await change('a-Long-password-1', 'short')).toMatchObject(problem(422, 'passwordTooWeak'));
    expect((await change('a-Long-password-1', 'another-Long-1')).status).toBe(204);
    expect(await product.call(second, 'GET', '/api/v1/session')).toMatchObject(
      problem(401, 'unauthenticated'),
    );
    expect((await product.call(other, 'GET', '/api/v1/session')).status).toBe(200);
    expect((await login('a-Long-password-1')).status).toBe(401);
    expect((await login('another-Long-1')).status).toBe(200);
  });
});
