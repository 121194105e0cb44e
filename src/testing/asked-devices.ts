import { expect } from 'vitest';
import type { WireStandard } from '../../devices/wire/index.ts';
import { connectWireClient, type WireClient } from '../../simulators/wire/client.ts';
import { createHj212Device, type Hj212DeviceOptions } from '../../simulators/wire/hj212-device.ts';
import { serveRequests } from '../../simulators/wire/serve-requests.ts';
import { createSl651Station, type Sl651StationOptions } from '../../simulators/wire/sl651-station.ts';
import { hj212Upload } from '../../simulators/wire/standards/hj212.ts';
import { sl651Report } from '../../simulators/wire/standards/sl651.ts';
import type { DeviceRequestEvent, ReadingsRecorded } from '../sensing/events.ts';
import type { Answer } from './api-client.ts';
import { FROM_HERE, type Product, startProduct, YINGZE } from './product.ts';

/** A product whose devices can be asked over their connections, on a clock that can be moved forward. */
export interface AskedDevices {
  readonly product: Product;
  readonly manager: string;
  readonly clock: { now(): number };
  passTime(ms: number): void;
  api(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
    token?: string,
  ): Promise<Answer>;
  /** Loggers and stations that keep their connection by default: without one they are offline at once. */
  register(
    deviceId: string,
    modelId: string,
    standard: WireStandard,
    id: string,
    connectionEnd?: string,
  ): Promise<void>;
  /** A logger that is registered, has connected and reported. Without `options` it answers nothing. */
  logger(deviceId: string, options?: Partial<Hj212DeviceOptions>): Promise<WireClient>;
  /** Connects a registered logger, which reports. */
  speak(deviceId: string, options?: Partial<Hj212DeviceOptions>): Promise<WireClient>;
  station(deviceId: string, id: string, options: Omit<Sl651StationOptions, 'station' | 'now'>): Promise<void>;
  make(deviceId: string, kind: string, parameters?: object): Promise<Answer>;
  statusOf(deviceId: string, requestId: string): Promise<Answer['body']>;
  /** Makes a request and waits for its end. */
  ask(deviceId: string, kind: string, parameters?: object): Promise<Answer['body']>;
  ended(deviceId: string, requestId: string): Promise<Answer['body']>;
  readings(deviceId: string): Promise<ReadingsRecorded['data'][]>;
  eventsOf(requestId: string): Promise<readonly DeviceRequestEvent[]>;
  stop(): Promise<void>;
}

/** On a busy machine too. */
export const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: 30_000 });

export const startAskedDevices = async (): Promise<AskedDevices> => {
  let skewMs = 0;
  const clock = { now: () => Date.now() + skewMs };
  const clients: WireClient[] = [];
  const product = await startProduct(
    { YIWANG_HJ212_PORT: '0', YIWANG_SL651_PORT: '0', YIWANG_DEVICE_REQUESTS_MAX_OPEN: '2' },
    clock,
  );
  const manager = await product.signIn('deviceManager');
  const api: AskedDevices['api'] = (method, path, body, headers, token = manager) =>
    product.call(token, method, `/api/v1${path}`, body, headers);
  const connect = async (standard: WireStandard): Promise<WireClient> => {
    const client = await connectWireClient({ standard, port: product.server.wirePorts[standard]! });
    clients.push(client);
    return client;
  };
  const isOnline = (deviceId: string) =>
    eventually(async () => (await api('GET', `/devices/${deviceId}`)).body.presence).toBe('online');

  const register: AskedDevices['register'] = async (
    deviceId,
    modelId,
    standard,
    id,
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
  const speak: AskedDevices['speak'] = async (deviceId, options) => {
    const mn = deviceId.toUpperCase();
    const client = await connect('hj212');
    await client.ask(hj212Upload({ mn, atMs: clock.now(), values: { 'a34004-Rtd': 20 } }));
    if (options !== undefined)
      void serveRequests(client, createHj212Device({ mn, now: clock.now, ...options }));
    await isOnline(deviceId);
    return client;
  };
  const make: AskedDevices['make'] = (deviceId, kind, parameters = {}) =>
    api('POST', `/devices/${deviceId}/requests`, { kind, parameters });
  const statusOf: AskedDevices['statusOf'] = async (deviceId, requestId) =>
    (await api('GET', `/devices/${deviceId}/requests/${requestId}`)).body;
  const ended: AskedDevices['ended'] = async (deviceId, requestId) => {
    await eventually(async () => (await statusOf(deviceId, requestId)).endedAt).not.toBe(null);
    return statusOf(deviceId, requestId);
  };
  return {
    product,
    manager,
    clock,
    passTime(ms) {
      skewMs += ms;
    },
    api,
    register,
    async logger(deviceId, options) {
      await register(deviceId, 'air-station', 'hj212', deviceId.toUpperCase());
      return speak(deviceId, options);
    },
    speak,
    async station(deviceId, id, options) {
      await register(deviceId, 'river-gauge', 'sl651', id);
      const client = await connect('sl651');
      await client.ask(sl651Report({ station: id, atMs: clock.now(), values: { '39': '2.400' } }));
      void serveRequests(client, createSl651Station({ station: id, now: clock.now, ...options }));
      await isOnline(deviceId);
    },
    make,
    statusOf,
    async ask(deviceId, kind, parameters = {}) {
      const made = await make(deviceId, kind, parameters);
      expect(made.status).toBe(201);
      return ended(deviceId, made.body.requestId as string);
    },
    ended,
    async readings(deviceId) {
      const events = await product.server.core.store.readStream(`reading-${deviceId}`);
      return events.map(({ data }) => data as ReadingsRecorded['data']);
    },
    async eventsOf(requestId) {
      const events = await product.server.core.store.readStream(`request-${requestId}`);
      return events as unknown as readonly DeviceRequestEvent[];
    },
    async stop() {
      for (const client of clients) client.socket.destroy();
      await product.stop();
    },
  };
};
