import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectWireClient, type WireClient } from '../../../simulators/wire/client.ts';
import { hj212Upload } from '../../../simulators/wire/standards/hj212.ts';
import { readConfig } from '../../config.ts';
import { silentLogger } from '../../platform/logger.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { FROM_HERE, type Product, startProduct, YINGZE } from '../../testing/product.ts';

/** Attacks on the TCP gateways: who sends, what it costs the log, and who is asked. */
const DEAD_LETTERS = 10;
let product: Product;
let manager: string;
const clients: WireClient[] = [];

beforeAll(async () => {
  product = await startProduct({
    YIWANG_HJ212_PORT: '0',
    YIWANG_GB26875_PORT: '0',
    YIWANG_UNKNOWN_DEAD_LETTERS_PER_HOUR_PER_ADDRESS: String(DEAD_LETTERS),
    YIWANG_UNPROVED_CONNECTIONS_PER_ADDRESS: '20',
    YIWANG_TCP_PROOF_SECONDS: '4',
    YIWANG_WIRE_FREE_GUESSES: '3',
  });
  manager = await product.signIn('deviceManager');
});
afterAll(async () => {
  for (const client of clients) client.socket.destroy();
  await product.stop();
});

/** On a busy machine too. */
const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: 30_000 });
const api = (method: string, path: string, body?: unknown) =>
  product.call(manager, method, `/api/v1${path}`, body);
const register = (deviceId: string, wireSettings?: object, standard = 'hj212', id = deviceId) =>
  api('POST', '/devices', {
    deviceId,
    name: deviceId,
    modelId: 'air-station',
    location: YINGZE,
    aliases: [{ standard, id }],
    ...(wireSettings === undefined ? {} : { wireSettings }),
  });
const registered = async (...arguments_: Parameters<typeof register>): Promise<void> => {
  const answer = await register(...arguments_);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  await product.settle();
};
const join = async (localAddress = '127.0.0.1'): Promise<WireClient> => {
  const client = await connectWireClient({
    standard: 'hj212',
    port: product.server.wirePorts.hj212!,
    localAddress,
  });
  clients.push(client);
  return client;
};
let n = 0;
const frame = (mn: string, pw?: string) => {
  n += 1;
  const atMs = Date.now() - 600_000 + n * 1000;
  return hj212Upload({
    mn,
    atMs,
    values: { 'a34004-Rtd': n },
    ...(pw === undefined ? {} : { draft: { pw } }),
  });
};
const readings = (deviceId: string) => product.server.core.store.readStream(`reading-${deviceId}`);
const rejected = (stream: string) => product.server.core.store.readStream(`rejected-${stream}`);
const presenceOf = async (deviceId: string) => {
  await product.settle();
  return (await api('GET', `/devices/${deviceId}`)).body.presence;
};

describe('a device with a name in a standard', () => {
  it('M2 registering a device with a name in a standard requires a password or a source network', async () => {
    expect(await register('naked-1')).toMatchObject({
      status: 422,
      body: { code: 'wireAuthenticationMissing' },
    });
    // Frames of fire equipment have no password.
    expect(await register('fire-1', { password: '1234' }, 'gb26875', '0000000000A1')).toMatchObject({
      status: 422,
    });
    expect(await register('net-1', { sourceNetworks: ['10.1.0.0/99'] })).toMatchObject({ status: 400 });
    await registered('word-1', { password: 'Aa42zz' });
    await registered('net-1', { sourceNetworks: ['10.1.0.0/16'] });
    expect((await api('GET', '/devices/word-1')).body.wireAuthentication).toBe('password');
    expect((await api('GET', '/devices/net-1')).body.wireAuthentication).toBe('sourceNetwork');
    // Nor is it taken away again, or got round by giving the name later.
    expect(await api('PUT', '/devices/word-1/wire-settings', {})).toMatchObject({ status: 422 });
    await product.addDevice('later-1', 'air-station');
    expect(await api('POST', '/devices/later-1/aliases', { standard: 'hj212', id: 'LATER' })).toMatchObject({
      status: 422,
    });
  });

  it('M2 a device is not trusted from another network, nor by its MN alone', async () => {
    const other = await join();
    other.send(frame('net-1'));
    other.send(frame('word-1'));
    await eventually(async () => (await rejected('net-1')).length).toBe(1);
    await eventually(async () => (await rejected('word-1')).length).toBe(1);
    expect((await rejected('net-1'))[0]!.data).toMatchObject({ reason: 'foreignNetwork' });
    expect([...(await readings('net-1')), ...(await readings('word-1'))]).toEqual([]);
  });
});

describe('guesses', () => {
  it('M2 guesses lock the pair of address and device, and never the device elsewhere', async () => {
    await registered('locked-1', { password: '246810' });
    const device = await join('127.0.0.1');
    await device.ask(frame('locked-1', '246810'));
    const guesser = await join('127.0.0.2');
    for (let guess = 0; guess < 15; guess += 1) guesser.send(frame('locked-1', `${100_000 + guess}`));
    await eventually(() => product.server.counters.refused.lockedSender).toBeGreaterThan(0);
    const before = (await readings('locked-1')).length;
    // Even the right one is of no use there now.
    guesser.send(frame('locked-1', '246810'));
    guesser.send(Buffer.from('rubbish'));
    await device.ask(frame('locked-1', '246810'));
    const again = await join('127.0.0.1');
    await again.ask(frame('locked-1', '246810'));
    expect((await readings('locked-1')).length).toBe(before + 2);
    expect(await presenceOf('locked-1')).toBe('online');
  });
});

describe('the connection that is asked', () => {
  it('M2 requests go to the authenticated connection, and only its end makes the device offline', async () => {
    await registered('asked-1', { password: '135790' });
    const device = await join();
    await device.ask(frame('asked-1', '135790'));
    const thief = await join('127.0.0.3');
    thief.send(frame('asked-1', '111111'));
    await eventually(async () => (await rejected('asked-1')).length).toBe(1);
    await product.settle();
    const made = await api('POST', '/devices/asked-1/requests', { kind: 'readClock', parameters: {} });
    expect(made.status).toBe(201);
    expect((await device.answer()).toString()).toContain('CN=1011');
    await thief.close();
    await expect(thief.answer(50)).rejects.toThrow();
    expect(await presenceOf('asked-1')).toBe('online');
  });

  it('H6 changing a password closes the connection at once', async () => {
    await registered('changed-1', { password: '111111' });
    const device = await join();
    await device.ask(frame('changed-1', '111111'));
    const changed = api('PUT', '/devices/changed-1/wire-settings', { password: '222222' });
    expect((await changed).status).toBe(200);
    expect(await Promise.race([device.closed, pause(5000, 'still open')])).not.toBe('still open');
    await registered('gone-1', FROM_HERE);
    const other = await join();
    await other.ask(frame('gone-1'));
    await api('POST', '/devices/gone-1/retirement', { reason: '拆除' });
    expect(await Promise.race([other.closed, pause(5000, 'still open')])).not.toBe('still open');
  });
});

describe('unknown senders', () => {
  it('M3 unknown senders fill the log only up to their budget, and are not answered', async () => {
    const before = (await rejected('unknown')).length;
    const letters = product.server.counters.refused.senderBudget;
    for (let connection = 0; connection < 10; connection += 1) {
      const client = await join('127.0.0.4');
      for (let each = 0; each < 20; each += 1) client.send(frame(`NOBODY-${connection}-${each}`));
      client.send(Buffer.from('noise of all kinds'));
      // Twenty refused frames in a row end it.
      await client.closed;
      await expect(client.answer(1)).rejects.toThrow();
    }
    expect((await rejected('unknown')).length).toBe(before + DEAD_LETTERS);
    expect(product.server.counters.refused.senderBudget - letters).toBeGreaterThanOrEqual(100);
    const metrics = await (await fetch(`${product.baseUrl}/metrics`)).text();
    expect(metrics).toMatch(/yiwang_sender_budget_exceeded_total\{budget="deadLetters"\} \d{2,}/);
    // Another address still has its own.
    const other = await join('127.0.0.5');
    other.send(frame('NOBODY-ELSE'));
    await eventually(async () => (await rejected('unknown')).length).toBe(before + DEAD_LETTERS + 1);
  });

  it('L8 unknown senders cannot keep a connection with an unfinished frame, and are limited', async () => {
    await registered('steady-1', FROM_HERE);
    const device = await join('127.0.0.6');
    await device.ask(frame('steady-1'));
    const open: Socket[] = [];
    for (let each = 0; each < 60; each += 1) {
      const socket = connect({
        host: '127.0.0.1',
        port: product.server.wirePorts.hj212!,
        localAddress: '127.0.0.6',
      });
      socket.on('error', () => undefined);
      socket.resume();
      socket.write('##0100ST=22;');
      open.push(socket);
    }
    // Forty at once, and twenty when their time is over; trickling bytes keep none of them open.
    const drip = setInterval(() => {
      for (const socket of open) if (socket.writable) socket.write('x');
    }, 50);
    await eventually(() => open.every(({ closed }) => closed)).toBe(true);
    clearInterval(drip);
    await device.ask(frame('steady-1'));
    expect(await presenceOf('steady-1')).toBe('online');
  });
});

describe('where devices need not authenticate', () => {
  let open: Product;
  let strict: RunningServer;
  beforeAll(async () => {
    open = await startProduct({ YIWANG_HJ212_PORT: '0', YIWANG_WIRE_AUTHENTICATION: 'optional' });
    const config = readConfig({
      YIWANG_DATA_DIR: open.dataDir,
      DATABASE_URL: open.database.url,
      YIWANG_HTTP_PORT: '0',
      YIWANG_MQTT_PORT: '0',
      YIWANG_HJ212_PORT: '0',
      YIWANG_WIRE_AUTHENTICATION: 'strict',
    });
    if (!config.ok) throw new Error(config.problems.join());
    const databaseUrl = open.database.url;
    strict = await startServer({ config: config.config, databaseUrl, logger: silentLogger });
  });
  afterAll(async () => {
    await strict.stop();
    await open.stop();
  });

  it('M2 the device and its readings are marked as unauthenticated, and a stranger cannot take over its connection', async () => {
    const token = await open.signIn('deviceManager');
    const body = { deviceId: 'open-1', name: 'open', modelId: 'air-station', location: YINGZE };
    const aliases = [{ standard: 'hj212', id: 'OPEN-1' }];
    expect((await open.call(token, 'POST', '/api/v1/devices', { ...body, aliases })).status).toBe(201);
    await open.settle();
    const port = open.server.wirePorts.hj212!;
    const device = await connectWireClient({ standard: 'hj212', port });
    const stranger = await connectWireClient({ standard: 'hj212', port, localAddress: '127.0.0.9' });
    clients.push(device, stranger);
    await device.ask(frame('OPEN-1'));
    await stranger.ask(frame('OPEN-1'));
    await open.settle();
    const shown = (await open.call(token, 'GET', '/api/v1/devices?text=open-1')).body.items;
    expect(shown).toMatchObject([{ wireAuthentication: 'unauthenticated', doubtfulCount: 0 }]);
    const { items } = (await open.call(token, 'GET', '/api/v1/devices/open-1/readings')).body;
    expect(items[0]).toMatchObject({ quality: { '*': ['unauthenticated'] } });
    await open.call(token, 'POST', '/api/v1/devices/open-1/requests', {
      kind: 'readClock',
      parameters: {},
    });
    expect((await device.answer()).toString()).toContain('CN=1011');
    await stranger.close();
    await device.ask(frame('OPEN-1'));
    await open.settle();
    expect((await open.call(token, 'GET', '/api/v1/devices/open-1')).body.presence).toBe('online');
  });

  it('M2 a strict server refuses everything from a device that was registered without authentication', async () => {
    const { store } = open.server.core;
    const before = (await store.readStream('reading-open-1')).length;
    expect(before).toBeGreaterThan(0);
    const device = await connectWireClient({ standard: 'hj212', port: strict.wirePorts.hj212! });
    clients.push(device);
    device.send(frame('OPEN-1'));
    const refused = () => store.readStream('rejected-open-1');
    await eventually(async () => (await refused()).length).toBe(1);
    expect((await refused())[0]!.data).toMatchObject({ reason: 'unauthenticatedSender' });
    expect((await store.readStream('reading-open-1')).length).toBe(before);
    await expect(device.answer(1)).rejects.toThrow();
  });
});
