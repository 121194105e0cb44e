import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireStandard } from '../../devices/wire/index.ts';
import { connectWireClient, type WireClient } from '../../simulators/wire/client.ts';
import { createHj212Device, type Hj212DeviceOptions } from '../../simulators/wire/hj212-device.ts';
import { serveRequests } from '../../simulators/wire/serve-requests.ts';
import { createSl651Station, type Sl651StationOptions } from '../../simulators/wire/sl651-station.ts';
import { hj212Upload } from '../../simulators/wire/standards/hj212.ts';
import { sl651Report } from '../../simulators/wire/standards/sl651.ts';
import { readConfig } from '../config.ts';
import { newId } from '../platform/ids.ts';
import { silentLogger } from '../platform/logger.ts';
import type { DeviceRequestEvent, ReadingsRecorded } from '../sensing/events.ts';
import { startServer } from '../server/start-server.ts';
import { callApi } from '../testing/api-client.ts';
import { FROM_HERE, type Product, startProduct, YINGZE } from '../testing/product.ts';

let product: Product;
let manager: string;
let skewMs = 0;
const clock = { now: () => Date.now() + skewMs };
const clients: WireClient[] = [];

beforeAll(async () => {
  product = await startProduct(
    { YIWANG_HJ212_PORT: '0', YIWANG_SL651_PORT: '0', YIWANG_DEVICE_REQUESTS_MAX_OPEN: '2' },
    clock,
  );
  manager = await product.signIn('deviceManager');
});
afterAll(async () => {
  for (const client of clients) client.socket.destroy();
  await product.stop();
});

/** On a busy machine too. */
const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: 30_000 });
const api = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
  token = manager,
) => product.call(token, method, `/api/v1${path}`, body, headers);

/** Loggers and stations that keep their connection unless told otherwise: without one they are offline at once. */
const register = async (
  deviceId: string,
  modelId: string,
  standard: WireStandard,
  id: string,
  connectionEnd = 'offline',
) => {
  const body = {
    deviceId,
    name: deviceId,
    modelId,
    location: YINGZE,
    aliases: [{ standard, id }],
    wireSettings: { ...FROM_HERE, connectionEnd },
  };
  const answer = await api('POST', '/devices', body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  await product.settle();
};

const connect = async (standard: WireStandard): Promise<WireClient> => {
  const client = await connectWireClient({ standard, port: product.server.wirePorts[standard]! });
  clients.push(client);
  return client;
};

/** A logger that is registered, has connected and said a first word. Without `options` it answers nothing. */
const logger = async (deviceId: string, options?: Partial<Hj212DeviceOptions>): Promise<WireClient> => {
  const mn = deviceId.toUpperCase();
  await register(deviceId, 'air-station', 'hj212', mn);
  return speak(deviceId, options);
};
const speak = async (deviceId: string, options?: Partial<Hj212DeviceOptions>): Promise<WireClient> => {
  const mn = deviceId.toUpperCase();
  const client = await connect('hj212');
  await client.ask(hj212Upload({ mn, atMs: clock.now(), values: { 'a34004-Rtd': 20 } }));
  if (options !== undefined)
    void serveRequests(client, createHj212Device({ mn, now: clock.now, ...options }));
  await eventually(async () => (await api('GET', `/devices/${deviceId}`)).body.presence).toBe('online');
  return client;
};

const station = async (
  deviceId: string,
  id: string,
  options: Omit<Sl651StationOptions, 'station' | 'now'>,
) => {
  await register(deviceId, 'river-gauge', 'sl651', id);
  const client = await connect('sl651');
  await client.ask(sl651Report({ station: id, atMs: clock.now(), values: { '39': '2.400' } }));
  void serveRequests(client, createSl651Station({ station: id, now: clock.now, ...options }));
  await eventually(async () => (await api('GET', `/devices/${deviceId}`)).body.presence).toBe('online');
};

const make = (deviceId: string, kind: string, parameters: object = {}) =>
  api('POST', `/devices/${deviceId}/requests`, { kind, parameters });

const statusOf = async (deviceId: string, requestId: string) =>
  (await api('GET', `/devices/${deviceId}/requests/${requestId}`)).body;

/** Makes a request and waits for its end. */
const ask = async (deviceId: string, kind: string, parameters: object = {}) => {
  const made = await make(deviceId, kind, parameters);
  expect(made.status).toBe(201);
  return ended(deviceId, made.body.requestId as string);
};
const ended = async (deviceId: string, requestId: string) => {
  await eventually(async () => (await statusOf(deviceId, requestId)).endedAt).not.toBe(null);
  return statusOf(deviceId, requestId);
};

const readings = async (deviceId: string) =>
  (await product.server.core.store.readStream(`reading-${deviceId}`)).map(
    ({ data }) => data as ReadingsRecorded['data'],
  );
const rejected = (deviceId: string) => product.server.core.store.readStream(`rejected-${deviceId}`);
const eventsOf = async (requestId: string) =>
  (await product.server.core.store.readStream(
    `request-${requestId}`,
  )) as unknown as readonly DeviceRequestEvent[];

describe('a logger of HJ 212', () => {
  const HOUR_MS = 3_600_000;
  const hour = (n: number) => Math.floor(Date.now() / HOUR_MS) * HOUR_MS - n * HOUR_MS;
  const iso = (epochMs: number) => new Date(epochMs).toISOString();

  it('fills a gap: 9011, the hours of the span, 9012; a second request duplicates nothing', async () => {
    await logger('gap-1', { history: (at) => ({ 'a34004-Avg': 30 + ((at / HOUR_MS) % 7) }) });
    const span = { from: iso(hour(5)), to: iso(hour(3)) };
    const first = await ask('gap-1', 'readHourHistory', span);
    expect(first).toMatchObject({
      status: 'done',
      code: null,
      attempts: 1,
      standard: 'hj212',
      result: { packets: 3 },
    });
    // Durable before the request is done.
    const stored = (await readings('gap-1')).slice(1);
    expect(stored.map(({ observedAt }) => observedAt)).toEqual([5, 4, 3].map((n) => iso(hour(n))));
    expect(stored[0]).toMatchObject({ values: { 'pm25.hourAvg': expect.any(Number) }, standard: 'hj212' });
    expect(await ask('gap-1', 'readHourHistory', span)).toMatchObject({
      status: 'done',
      result: { packets: 3 },
    });
    expect(await readings('gap-1')).toHaveLength(4);
    expect(await rejected('gap-1')).toEqual([]);
    const events = await eventsOf(first.requestId as string);
    expect(events.map(({ type }) => type)).toEqual([
      'DeviceRequestMade',
      'DeviceRequestSent',
      'DeviceRequestEnded',
    ]);
  });

  it('may have no data for a span', async () => {
    await logger('empty-1', { history: () => undefined });
    const span = { from: iso(hour(5)), to: iso(hour(3)) };
    expect(await ask('empty-1', 'readDayHistory', span)).toMatchObject({ status: 'failed', code: '100' });
  });

  it('reports its clock and accepts ours, reports its interval and accepts another', async () => {
    await logger('clock-1', { aheadMs: 90_000 });
    const { result } = await ask('clock-1', 'readClock');
    expect((result as { aheadSeconds: number }).aheadSeconds).toBeGreaterThan(85);
    expect(await ask('clock-1', 'setClock')).toMatchObject({ status: 'done', result: null });
    const after = (await ask('clock-1', 'readClock')).result as { aheadSeconds: number };
    expect(Math.abs(after.aheadSeconds)).toBeLessThan(5);
    await ask('clock-1', 'setInterval', { seconds: 60 });
    expect(await ask('clock-1', 'readInterval')).toMatchObject({ result: { seconds: 60 } });
    expect(await rejected('clock-1')).toEqual([]);
    const page = await api('GET', '/devices/clock-1/requests?limit=2');
    expect(page.body.items.map(({ kind }) => kind)).toEqual(['readInterval', 'setInterval']);
    const next = await api(
      'GET',
      `/devices/clock-1/requests?limit=2&cursor=${page.body.nextCursor as string}`,
    );
    expect(next.body.items.map(({ kind }) => kind)).toEqual(['readClock', 'setClock']);
  });

  it('may refuse a request, with a code', async () => {
    await logger('stubborn-1', { refuses: '3' });
    expect(await ask('stubborn-1', 'readClock')).toMatchObject({
      status: 'refused',
      code: '3',
      result: null,
    });
  });

  it('is asked three times if it does not answer, then given up', async () => {
    await logger('silent-1');
    const requestId = (await make('silent-1', 'readClock')).body.requestId as string;
    for (const attempts of [1, 2, 3]) {
      await eventually(async () => (await statusOf('silent-1', requestId)).attempts).toBe(attempts);
      skewMs += 10_000;
    }
    expect(await ended('silent-1', requestId)).toMatchObject({ status: 'timedOut', code: 'awaitingAnswer' });
  });

  it('ends its open requests when the connection is lost, and cannot be asked without one', async () => {
    const client = await logger('cut-1');
    const requestId = (await make('cut-1', 'readClock')).body.requestId as string;
    await eventually(async () => (await statusOf('cut-1', requestId)).attempts).toBe(1);
    await client.close();
    expect(await ended('cut-1', requestId)).toMatchObject({ status: 'deviceOffline' });
    await eventually(async () => (await api('GET', '/devices/cut-1')).body.presence).toBe('offline');
    expect(await make('cut-1', 'readClock')).toMatchObject({
      status: 409,
      body: { code: 'deviceNotConnected' },
    });
    await speak('cut-1', {});
    expect(await ask('cut-1', 'readClock')).toMatchObject({ status: 'done' });
  });

  it('cannot be asked between its connections, although it counts as online', async () => {
    await register('comes-and-goes', 'air-station', 'hj212', 'COMES-AND-GOES', 'silence');
    const client = await speak('comes-and-goes');
    await client.close();
    const last = async () =>
      (await product.server.core.store.readStream('presence-comes-and-goes')).at(-1)?.type;
    await eventually(last).toBe('DeviceWentOffline');
    await product.settle();
    expect((await api('GET', '/devices/comes-and-goes')).body.presence).toBe('online');
    expect(await make('comes-and-goes', 'readClock')).toMatchObject({
      status: 409,
      body: { code: 'deviceNotConnected' },
    });
  });

  it('has no more open requests than the limit', async () => {
    await logger('busy-1');
    for (const _ of [1, 2]) expect((await make('busy-1', 'readClock')).status).toBe(201);
    await product.settle();
    expect(await make('busy-1', 'readClock')).toMatchObject({
      status: 409,
      body: { code: 'deviceRequestsUnderWay', maxOpen: 2 },
    });
  });
});

describe('a station of SL 651', () => {
  it('answers queries: readings are stored, the rest is the result', async () => {
    await station('river-9', '0012345699', {
      aheadMs: 120_000,
      values: () => ({ '39': '2.410', '38': '12.20' }),
      history: (_element, at) => (2 + new Date(at).getUTCMinutes() / 1000).toFixed(3),
      version: 'RTU-7.1',
      parameters: { '28': '10.000', '38': '05.00' },
    });
    expect(await ask('river-9', 'readNow')).toMatchObject({ status: 'done', result: { records: 1 } });
    expect((await readings('river-9')).at(-1)).toMatchObject({ values: { level: 2.41 } });
    const period = { from: '2026-03-01T08:00:00+08:00', to: '2026-03-01T10:00:00+08:00', element: '39' };
    expect(await ask('river-9', 'readPeriod', { ...period, stepMinutes: 30 })).toMatchObject({
      status: 'done',
      result: { records: 4 },
    });
    expect((await readings('river-9')).slice(-4)).toMatchObject([
      { observedAt: '2026-03-01T00:00:00.000Z', values: { level: 2 } },
      { observedAt: '2026-03-01T00:30:00.000Z', values: { level: 2.03 } },
      { observedAt: '2026-03-01T01:00:00.000Z', values: { level: 2 } },
      { observedAt: '2026-03-01T01:30:00.000Z', values: { level: 2.03 } },
    ]);
    expect(await ask('river-9', 'readVersion')).toMatchObject({ result: { version: 'RTU-7.1' } });
    expect(await ask('river-9', 'readParameters', { parameters: ['28', '38'] })).toMatchObject({
      result: {
        parameters: [
          { id: '28', value: '10.000' },
          { id: '38', value: '5.00' },
        ],
      },
    });
    const before = (await ask('river-9', 'readClock')).result as { aheadSeconds: number };
    expect(before.aheadSeconds).toBeGreaterThan(110);
    await ask('river-9', 'setClock');
    const after = (await ask('river-9', 'readClock')).result as { aheadSeconds: number };
    expect(Math.abs(after.aheadSeconds)).toBeLessThan(5);
    expect(await rejected('river-9')).toEqual([]);
  });
});

describe('a device request', () => {
  it('may be made by a device manager of the division, for the kinds of the standard', async () => {
    await logger('asked-1', {});
    const foreign = await product.signIn('deviceManager', '1402');
    const worker = await product.signIn('gridWorker');
    // A device of elsewhere is as unknown as one that is not there.
    for (const [token, status] of [
      [foreign, 404],
      [worker, 403],
    ] as const) {
      const paths = ['/devices/asked-1/requests', '/devices/asked-1/requests/r1'];
      const answers = [
        await api('POST', paths[0]!, { kind: 'readClock' }, undefined, token),
        ...(await Promise.all(paths.map((path) => api('GET', path, undefined, undefined, token)))),
      ];
      expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
    }
    await product.addDevice('nameless-1', 'air-station');
    const codes = await Promise.all([
      make('asked-1', 'explode'),
      make('asked-1', 'toString'),
      make('asked-1', 'setInterval', { seconds: 1 }),
      make('nameless-1', 'readClock'),
      make('nobody-1', 'readClock'),
      api('GET', '/devices/asked-1/requests/none'),
    ]);
    expect(codes.map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'deviceRequestKindUnknown'],
      [422, 'deviceRequestKindUnknown'],
      [422, 'deviceRequestParametersInvalid'],
      [422, 'deviceSpeaksNoStandard'],
      [404, 'deviceUnknown'],
      [404, 'deviceRequestUnknown'],
    ]);
    const kinds = (await api('GET', '/device-request-kinds')).body.items;
    expect(kinds).toContainEqual(
      expect.objectContaining({ standard: 'hj212', kind: 'setInterval', parameters: expect.any(Object) }),
    );
  });

  it('is answered with the same result under the same Idempotency-Key, and the device is asked once', async () => {
    const client = await logger('once-1', {});
    const send = () =>
      api('POST', '/devices/once-1/requests', { kind: 'readClock' }, { 'idempotency-key': 'k1' });
    const first = await send();
    await ended('once-1', first.body.requestId as string);
    await client.close();
    await eventually(async () => (await api('GET', '/devices/once-1')).body.presence).toBe('offline');
    const again = await send();
    expect([again.status, again.body.requestId]).toEqual([201, first.body.requestId]);
    expect(await eventsOf(first.body.requestId as string)).toHaveLength(3);
  });
});

describe('several servers', () => {
  it('send requests made at another server, and end in time those that nobody can send', async () => {
    await logger('far-1', {});
    const config = readConfig({
      YIWANG_DATA_DIR: product.dataDir,
      YIWANG_HTTP_PORT: '0',
      YIWANG_MQTT_PORT: '0',
      DATABASE_URL: product.database.url,
    });
    if (!config.ok) throw new Error(config.problems.join());
    const second = await startServer({
      config: config.config,
      databaseUrl: product.database.url,
      logger: silentLogger,
      clock,
    });
    try {
      const url = `http://127.0.0.1:${second.httpPort}`;
      const path = '/api/v1/devices/far-1/requests';
      const made = await callApi(url, manager, 'POST', path, { kind: 'readClock' });
      expect(made.status).toBe(201);
      expect(await ended('far-1', made.body.requestId as string)).toMatchObject({
        status: 'done',
        attempts: 1,
      });
    } finally {
      await second.stop();
    }
    // Online by another way than a connection of its standard, as when the process with the connection has died.
    const secret = await product.addDevice('mqtt-1', 'air-station');
    await api('PUT', '/devices/mqtt-1/wire-settings', FROM_HERE);
    await api('POST', '/devices/mqtt-1/aliases', { standard: 'hj212', id: 'MQTT1' });
    const mqtt = await product.connect('mqtt-1', secret);
    await mqtt.publishAsync('yw/v1/mqtt-1/status', JSON.stringify({ state: 'online', bootId: 'b1' }), {
      qos: 1,
    });
    await product.settle();
    const requestId = (await make('mqtt-1', 'readClock')).body.requestId as string;
    expect(await statusOf('mqtt-1', requestId)).toMatchObject({ status: 'made', attempts: 0 });
    skewMs += 10_000;
    expect(await ended('mqtt-1', requestId)).toMatchObject({ status: 'deviceOffline', attempts: 0 });
    await mqtt.endAsync();
  });
});

describe('a restart of the server', () => {
  it('ends open requests, and those that a killed process left end in time', async () => {
    await logger('restart-1');
    const [stopped, killed] = await Promise.all([
      make('restart-1', 'readClock'),
      make('restart-1', 'readInterval'),
    ]);
    const id = (answer: typeof stopped) => answer.body.requestId as string;
    for (const each of [stopped, killed])
      await eventually(async () => (await statusOf('restart-1', id(each))).attempts).toBe(1);
    await product.restart();
    expect(await ended('restart-1', id(stopped))).toMatchObject({ status: 'deviceOffline' });
    // A process that was killed writes no end: made and sent is all there is.
    const leave = async (requestId: string, deviceId: string) => {
      const { store } = product.server.core;
      const [first] = await eventsOf(id(killed));
      const [at, giveUpAt] = [0, 1_800_000].map((ms) => new Date(clock.now() + ms).toISOString());
      const event = (type: string, data: object) => ({
        id: newId(),
        type,
        schemaVersion: 1,
        data: { requestId, deviceId, at, ...data },
        meta: { actor: 'system' },
      });
      const made = event('DeviceRequestMade', { ...first!.data, requestId, deviceId, at, giveUpAt });
      const events = [made, event('DeviceRequestSent', { attempt: 1 })];
      await store.append({ stream: `request-${requestId}`, expected: 'none', events });
      await product.settle();
    };
    await leave('killed-1', 'restart-1');
    await leave('killed-2', 'gone-1');
    const endOf = (requestId: string) => eventually(async () => (await eventsOf(requestId)).at(-1)?.data);
    await speak('restart-1');
    await endOf('killed-1').toMatchObject({ outcome: 'deviceOffline' });
    expect(await product.server.deviceRequests.tick()).toBe(0);
    skewMs += 1_800_000;
    await endOf('killed-2').toMatchObject({ outcome: 'timedOut', code: 'unfinished' });
  });
});
