import { connect as connectTcp } from 'node:net';
import type { IClientOptions, MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  connectPacket,
  createAnswerReader,
  publishPacket,
} from '../../../simulators/mqtt-packets.ts';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

/** How devices connect, and where they publish. */
let product: Product;
let manager: string;
let nowMs = Date.parse('2026-11-28T07:00:00Z');

beforeAll(async () => {
  product = await startProduct({}, { now: () => nowMs });
  manager = await product.signIn('administrator');
});
afterAll(() => product.stop());

const api = (method: string, path: string, body?: unknown) =>
  product.call(manager, method, `/api/v1${path}`, body);
/** Reports every five minutes. */
const register = async (deviceId: string) => {
  const place = { location: YINGZE, reportIntervalSeconds: 300 };
  const answer = await api('POST', '/devices', {
    deviceId,
    name: deviceId,
    modelId: 'air-station',
    ...place,
  });
  const secret = answer.body.secret as string;
  await product.settle();
  return Object.assign((options: IClientOptions = {}) => product.connect(deviceId, secret, options), {
    secret,
  });
};
const itemsOf = async (deviceId: string, what: 'readings' | 'rejected') => {
  await product.settle();
  return (await api('GET', `/devices/${deviceId}/${what}`)).body.items;
};
const reading = (pm25 = 9) => JSON.stringify({ observedAt: new Date(nowMs).toISOString(), values: { pm25 } });
const telemetry = (deviceId: string) => `yw/v1/${deviceId}/telemetry`;

describe('a topic of another device', () => {
  it.each([
    ['of another device', telemetry('neighbour')],
    ['of a device that does not exist', telemetry('nobody')],
    ['with a slash before', `/${telemetry('strayed-slash')}`],
    ['with an empty level', 'yw/v1/strayed-level//telemetry'],
    ['of another platform', 'v1/devices/me/telemetry'],
    ['of the broker', '$SYS/broker/version'],
    ['with NUL in it', 'yw/v2/\u0000/telemetry'],
    ['of 5,000 letters', 'x'.repeat(5000)],
  ])(
    'L4 %s is a dead letter of the publishing device, acknowledged, and the connection stays open',
    async (name, topic) => {
      const deviceId = `strayed-${name.replace(/[^a-z0-9]+/g, '-')}`;
      const connect = await register(deviceId);
      const client = await connect();
      await client.publishAsync(topic, reading(), { qos: 1 });
      await client.publishAsync(telemetry(deviceId), reading(10), { qos: 1 });
      await client.endAsync();
      expect(await itemsOf(deviceId, 'readings')).toMatchObject([{ values: { pm25: 10 } }]);
      const [letter, ...others] = await itemsOf(deviceId, 'rejected');
      expect(others).toEqual([]);
      expect(letter).toMatchObject({ deviceId, reason: 'foreignTopic', state: 'open' });
      expect(letter!.topic).toBe(topic.replace('\0', '?').slice(0, 512));
      expect(letter!.detail).not.toBe('');
      const listed = (await api('GET', `/rejected?reason=foreignTopic&device=${deviceId}`)).body.items;
      expect(listed).toHaveLength(1);
      // It is nobody's reading, however often it is taken again.
      const replay = await api('POST', `/rejected/${letter!.rejectionId}/replay`, {});
      expect(replay.body.code).toBe('payloadIncomplete');
    },
  );

  it('L4 a message on another device’s topic reaches nobody: no command to it, nothing retained, no will', async () => {
    const victim = await (await register('victim'))();
    const heard: string[] = [];
    victim.on('message', (topic) => heard.push(topic));
    await victim.subscribeAsync('yw/v1/victim/command/#', { qos: 1 });
    const connect = await register('forger');
    const will = {
      topic: 'yw/v1/victim/command/3',
      payload: Buffer.from('open'),
      qos: 1 as const,
      retain: true,
    };
    const forger = await connect({ will });
    for (const [qos, retain] of [
      [1, false],
      [2, false],
      [1, true],
    ] as const)
      await forger.publishAsync(`yw/v1/victim/command/${qos}`, `${qos}${retain}`, { qos, retain });
    forger.stream.destroy();
    await expect.poll(() => itemsOf('forger', 'rejected'), { timeout: 20_000 }).toHaveLength(4);
    const late = await (await register('late'))();
    await expect(late.subscribeAsync('yw/v1/victim/command/#')).rejects.toThrow();
    // What comes behind a message comes after it: had the forger's been routed, they would be here.
    await victim.publishAsync('yw/v1/victim/command/9', 'own', { qos: 1 });
    await expect.poll(() => heard, { timeout: 20_000 }).toContain('yw/v1/victim/command/9');
    await victim.subscribeAsync('yw/v1/victim/command/+', { qos: 1 });
    expect(heard).toEqual(['yw/v1/victim/command/9']);
    await Promise.all([victim.endAsync(true), late.endAsync(true)]);
  });

  it('L4 a telephone number in another device’s topic is masked', async () => {
    const client = await (await register('masked'))();
    await client.publishAsync('users/13912345678/report', reading(), { qos: 1 });
    await client.endAsync();
    expect((await itemsOf('masked', 'rejected'))[0]!.topic).toBe('users/139****5678/report');
  });
});

describe('presence', () => {
  const presence = async (deviceId: string) => {
    await product.settle();
    const shown = (await api('GET', `/devices/${deviceId}`)).body.presence;
    const listed = (await api('GET', `/devices?text=${deviceId}&presence=${shown}`)).body.items;
    expect(listed.map((device) => device.presence)).toEqual([shown]);
    return shown;
  };
  const eventually = (deviceId: string) => expect.poll(() => presence(deviceId), { timeout: 20_000 });
  const status = (state: string, bootId = 'boot-1') => JSON.stringify({ state, bootId });
  const statusOf = (deviceId: string) => `yw/v1/${deviceId}/status`;
  const say = (client: MqttClient, deviceId: string, state: string) =>
    client.publishAsync(statusOf(deviceId), status(state), { qos: 1, retain: true });
  const withWill = (deviceId: string, clientId: string) => ({
    clientId,
    will: {
      topic: statusOf(deviceId),
      payload: Buffer.from(status('offline')),
      qos: 1 as const,
      retain: true,
    },
  });
  const minutes = (n: number): void => {
    nowMs += n * 60_000;
  };

  it('M7 a device that reports but never sends a status is online, and offline after three silent intervals', async () => {
    const connect = await register('plain');
    const before = (await api('GET', '/board')).body.devices as Record<string, number>;
    expect(await presence('plain')).toBe('unknown');
    const client = await connect();
    await client.publishAsync(telemetry('plain'), reading(), { qos: 1 });
    expect(await presence('plain')).toBe('online');
    const board = async () => (await api('GET', '/board')).body.devices;
    expect(await board()).toEqual({
      ...before,
      online: before.online! + 1,
      unknown: before.unknown! - 1,
    });
    minutes(14);
    expect(await presence('plain')).toBe('online');
    minutes(2);
    expect(await presence('plain')).toBe('offline');
    expect(await board()).toMatchObject({ online: 0 });
    await client.publishAsync(telemetry('plain'), reading(), { qos: 1 });
    expect(await presence('plain')).toBe('online');
    await client.endAsync();
  });

  it('M7 replaying a dead letter does not make its device online', async () => {
    const client = await (await register('replayed'))();
    await client.publishAsync(telemetry('replayed'), '{"observedAt":', { qos: 1 });
    const [letter] = await itemsOf('replayed', 'rejected');
    const answer = await api('POST', `/rejected/${letter!.rejectionId}/replay`, { payload: reading() });
    expect(answer.body).toMatchObject({ stored: 1 });
    expect(await presence('replayed')).toBe('unknown');
    await client.endAsync();
  });

  it('M7 a device that announces going offline is offline at once, and online when it reports again', async () => {
    const connect = await register('said');
    const client = await connect();
    await client.publishAsync(telemetry('said'), reading(), { qos: 1 });
    minutes(1);
    await say(client, 'said', 'online');
    await say(client, 'said', 'offline');
    expect(await presence('said')).toBe('offline');
    minutes(1);
    await client.publishAsync(telemetry('said'), reading(), { qos: 1 });
    expect(await presence('said')).toBe('online');
    await client.endAsync();
  });

  it('M7 a device whose connection ends without a will is online as long as it reports', async () => {
    const connect = await register('sleepy');
    const client = await connect();
    await say(client, 'sleepy', 'online');
    minutes(60);
    expect(await presence('sleepy')).toBe('online');
    await client.endAsync();
    const last = async () => (await product.server.core.store.readStream('presence-sleepy')).at(-1)!;
    await expect
      .poll(async () => (await last()).data, { timeout: 20_000 })
      .toMatchObject({ cause: 'silence' });
    expect(await presence('sleepy')).toBe('online');
    minutes(16);
    expect(await presence('sleepy')).toBe('offline');
    const again = await connect();
    await again.publishAsync(telemetry('sleepy'), reading(), { qos: 1 });
    expect(await presence('sleepy')).toBe('online');
    await again.endAsync();
  });

  it('case 09 a device with a half-open and a live connection is online, whatever its client ids', async () => {
    const connect = await register('half-open');
    const { secret } = connect;
    const topic = statusOf('half-open');
    const old = connectTcp(product.server.mqttPort, '127.0.0.1');
    const dead = new Promise((resolve) => old.once('close', resolve));
    const heard: Answer[] = [];
    old.on(
      'data',
      createAnswerReader((answer) => heard.push(answer)),
    );
    const packet = { deviceId: 'half-open', secret, clientId: 'random-1', keepaliveSeconds: 1 };
    old.write(connectPacket({ ...packet, will: { topic, payload: status('offline') } }));
    old.write(publishPacket(topic, status('online'), 1));
    await expect.poll(() => heard, { timeout: 20_000 }).toContainEqual({ kind: 'puback', messageId: 1 });
    // Nothing comes over the old socket any more, not even its end: the broker ends it behind its keep-alive.
    const living = await connect(withWill('half-open', 'random-2'));
    await say(living, 'half-open', 'online');
    await dead;
    await living.publishAsync(telemetry('half-open'), reading(), { qos: 1 });
    expect(await presence('half-open')).toBe('online');
    living.stream.destroy();
    await eventually('half-open').toBe('offline');
  });

  it('case 09 a device is online after every takeover with the same client id, however quick', async () => {
    const connect = await register('taken-over');
    let last = await connect(withWill('taken-over', 'one'));
    await say(last, 'taken-over', 'online');
    for (let round = 0; round < 5; round += 1) {
      last = await connect(withWill('taken-over', 'one'));
      await say(last, 'taken-over', 'online');
      expect(await presence('taken-over')).toBe('online');
    }
    await say(last, 'taken-over', 'offline');
    expect(await presence('taken-over')).toBe('offline');
    await last.endAsync();
  });
});

describe('the protocol', () => {
  it.each([0, 1, 2] as const)('case 28 QoS %s is stored once', async (qos) => {
    const client = await (await register(`qos-${qos}`))();
    await client.publishAsync(telemetry(`qos-${qos}`), reading(), { qos, retain: true });
    await client.endAsync();
    await expect.poll(() => itemsOf(`qos-${qos}`, 'readings'), { timeout: 20_000 }).toHaveLength(1);
  });

  it.each<[string, IClientOptions]>([
    ['a client id of 200 bytes', { clientId: 'x'.repeat(200) }],
    ['a client id with an emoji', { clientId: '设备😀' }],
    ['no client id', { clientId: '', clean: true }],
    ['a session to keep', { clientId: 'kept', clean: false }],
    ['no keep-alive', { keepalive: 0 }],
    ['version 3.1', { protocolId: 'MQIsdp', protocolVersion: 3, clientId: 'old' }],
  ])('case 28 %s is accepted', async (name, options) => {
    const deviceId = `mqtt-${name.replace(/[^a-z0-9]+/g, '-')}`;
    const client = await (await register(deviceId))(options);
    await client.publishAsync(telemetry(deviceId), reading(), { qos: 1 });
    await client.endAsync();
    expect(await itemsOf(deviceId, 'readings')).toHaveLength(1);
  });

  it('case 28 MQTT version 5 is refused with the specified code', async () => {
    const connect = await register('five');
    await expect(connect({ protocolVersion: 5 })).rejects.toMatchObject({ code: 1 });
  });

  it('case 28 a wrong secret is refused with the specified code, and a subscription to other devices with 0x80', async () => {
    const connect = await register('codes');
    await expect(connect({ password: 'wrong' })).rejects.toMatchObject({ code: 4 });
    const client = await connect();
    await expect(client.subscribeAsync('#', { qos: 1 })).rejects.toThrow();
    expect(client.connected).toBe(true);
    await client.endAsync();
  });

  it('case 28 publishing to a topic with wildcards violates the protocol', async () => {
    const client = await (await register('wild'))();
    const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));
    client.on('error', () => undefined);
    client.stream.write(publishPacket('yw/v1/+/telemetry', reading(), 1));
    expect(await closed).toBe('closed');
    expect(await itemsOf('wild', 'rejected')).toEqual([]);
  });
});
