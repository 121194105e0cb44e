import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { newId } from '../platform/ids.ts';
import { silentLogger } from '../platform/logger.ts';
import { startServer } from '../server/start-server.ts';
import { callApi } from '../testing/api-client.ts';
import { type AskedDevices, eventually, startAskedDevices } from '../testing/asked-devices.ts';
import { FROM_HERE, type Product } from '../testing/product.ts';

let devices: AskedDevices;
let product: Product;
let manager: AskedDevices['manager'];
let clock: AskedDevices['clock'];
let api: AskedDevices['api'];
let logger: AskedDevices['logger'];
let speak: AskedDevices['speak'];
let make: AskedDevices['make'];
let statusOf: AskedDevices['statusOf'];
let ended: AskedDevices['ended'];
let eventsOf: AskedDevices['eventsOf'];

beforeAll(async () => {
  devices = await startAskedDevices();
  ({ product, manager, clock, api, logger, speak, make, statusOf, ended, eventsOf } = devices);
});
afterAll(() => devices.stop());

describe('a device request', () => {
  it('may be made by a device manager of the division, for the kinds of the standard', async () => {
    await logger('asked-1', {});
    const foreign = await product.signIn('deviceManager', '1402');
    const worker = await product.signIn('gridWorker');
    // A device of another division is as unknown as one that does not exist.
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
    devices.passTime(10_000);
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
    devices.passTime(1_800_000);
    await endOf('killed-2').toMatchObject({ outcome: 'timedOut', code: 'unfinished' });
  });
});
