import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  connectPacket,
  createAnswerReader,
  DISCONNECT,
  PINGREQ,
  publishPacket,
} from '../../../simulators/mqtt-packets.ts';
import { type AnotherServer, type Product, startProduct } from '../../testing/product.ts';

/** Attacks on MQTT connections: who they speak for, when they end, and what one may take from others. */
let product: Product;
let second: AnotherServer;
let manager: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  product = await startProduct({
    YIWANG_UNPROVED_CONNECTIONS_PER_ADDRESS: '20',
    YIWANG_MQTT_CONNECT_SECONDS: '4',
    YIWANG_MQTT_MAX_CONNECTIONS_PER_DEVICE: '3',
  });
  second = await product.startAnother();
  manager = await product.signIn('deviceManager');
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await product.stop();
});

/** A connection that the server ends may be reset: that is an end too. */
const closing = (socket: Socket): Promise<unknown> => {
  socket.resume();
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve('closed')));
};
/** On a busy machine too. */
const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: 30_000 });
const api = (method: string, path: string, body?: unknown) =>
  product.call(manager, method, `/api/v1${path}`, body);
const presenceOf = async (deviceId: string) => {
  await product.settle();
  return (await api('GET', `/devices/${deviceId}`)).body.presence;
};
const statusMessage = (state: string) => JSON.stringify({ state, bootId: 'boot-1' });
const statusTopic = (deviceId: string) => `yw/v1/${deviceId}/status`;
const reading = () => JSON.stringify({ observedAt: new Date().toISOString(), values: { pm25: 9 } });

/** A second; longer if the processors are overloaded by others. */
const withinMs = (): number => (loadavg()[0]! > availableParallelism() ? 5000 : 1000);

/** An answer in a word, with its code or the message that it is for. */
const said = (answer: Answer): string => {
  if (answer.kind === 'puback') return `puback ${answer.messageId}`;
  return answer.kind === 'connack' ? `connack ${answer.returnCode}` : answer.kind;
};

/** A bare MQTT client, which can do what a real library would not. */
const open = async (
  deviceId: string,
  secret: string,
  options: { clientId?: string; will?: boolean; keepalive?: number; port?: number } = {},
) => {
  const socket = connect({ host: '127.0.0.1', port: options.port ?? product.server.mqttPort });
  sockets.push(socket);
  socket.on('error', () => undefined);
  const answers: string[] = [];
  socket.on(
    'data',
    createAnswerReader((answer) => answers.push(said(answer))),
  );
  const closed = closing(socket);
  const will = { topic: statusTopic(deviceId), payload: statusMessage('offline') };
  socket.write(
    connectPacket({
      deviceId,
      secret,
      clientId: options.clientId ?? deviceId,
      keepaliveSeconds: options.keepalive ?? 0,
      ...(options.will === true ? { will } : {}),
    }),
  );
  await eventually(() => answers.includes('connack 0')).toBe(true);
  let messageId = 0;
  return {
    socket,
    answers,
    closed,
    send(topic: string, payload: string): number {
      messageId += 1;
      socket.write(publishPacket(topic, payload, messageId));
      return messageId;
    },
    acknowledged: (id: number) => eventually(() => answers.includes(`puback ${id}`)).toBe(true),
  };
};
const say = async (client: Awaited<ReturnType<typeof open>>, topic: string, payload: string) =>
  client.acknowledged(client.send(topic, payload));

describe('connections end with the rights of their device', () => {
  it.each(['first', 'second'] as const)(
    'H6 a retired device is disconnected from the broker of the %s server within a second',
    async (which) => {
      const deviceId = `retired-${which}`;
      const secret = await product.addDevice(deviceId, 'air-station');
      await product.settle();
      await eventually(async () => presenceOf(deviceId)).toBe('unknown');
      const port = which === 'first' ? product.server.mqttPort : second.mqttPort;
      const client = await open(deviceId, secret, { port });
      await say(client, statusTopic(deviceId), statusMessage('online'));
      await api('POST', `/devices/${deviceId}/retirement`, { reason: '拆除' });
      const late = which === 'first' ? client.send(`yw/v1/${deviceId}/telemetry`, reading()) : undefined;
      expect(await Promise.race([client.closed, pause(withinMs(), 'still open')])).not.toBe('still open');
      if (late !== undefined) expect(client.answers).not.toContain(`puback ${late}`);
      expect(await product.server.core.store.readStream(`reading-${deviceId}`)).toEqual([]);
      await eventually(() => presenceOf(deviceId)).toBe('offline');
    },
  );

  it.each(['first', 'second'] as const)(
    'H6 replacing a secret ends the connections made with the old one on the %s server',
    async (which) => {
      const deviceId = `rotated-${which}`;
      const secret = await product.addDevice(deviceId, 'air-station');
      await product.settle();
      const port = which === 'first' ? product.server.mqttPort : second.mqttPort;
      const client = await open(deviceId, secret, { port, will: true });
      await say(client, `yw/v1/${deviceId}/telemetry`, reading());
      const { secret: next } = (await api('POST', `/devices/${deviceId}/secret`)).body;
      expect(await Promise.race([client.closed, pause(withinMs(), 'still open')])).not.toBe('still open');
      const again = await open(deviceId, next as string, { port });
      await say(again, statusTopic(deviceId), statusMessage('online'));
      expect(await presenceOf(deviceId)).toBe('online');
    },
  );

  it('H6 a retired gateway can no longer speak for its devices', async () => {
    const secret = await product.addDevice('edge-1', 'air-station');
    await api('POST', '/devices', {
      deviceId: 'behind-1',
      name: 'behind',
      modelId: 'air-station',
      location: { lon: 112.58, lat: 37.86 },
      gatewayId: 'edge-1',
    });
    await product.settle();
    const gateway = await open('edge-1', secret);
    await say(gateway, 'yw/v1/behind-1/telemetry', reading());
    await api('POST', '/devices/edge-1/retirement', { reason: '拆除' });
    gateway.send('yw/v1/behind-1/telemetry', reading());
    expect(await Promise.race([gateway.closed, pause(withinMs(), 'still open')])).not.toBe('still open');
    expect((await product.server.core.store.readStream('reading-behind-1')).length).toBe(1);
  });
});

describe('a client id', () => {
  it('H7 using the client id of another device disconnects nobody', async () => {
    const [victim, thief] = [
      await product.addDevice('victim-1', 'air-station'),
      await product.addDevice('thief-1', 'air-station'),
    ];
    await product.settle();
    const client = await open('victim-1', victim, { clientId: 'victim-1', will: true });
    await say(client, statusTopic('victim-1'), statusMessage('online'));
    const other = await open('thief-1', thief, { clientId: 'victim-1' });
    await say(other, 'yw/v1/thief-1/telemetry', reading());
    // Nor does one that fails to sign in with it.
    const guess = connect({ host: '127.0.0.1', port: product.server.mqttPort });
    guess.write(
      connectPacket({ deviceId: 'victim-1', secret: 'no', clientId: 'victim-1', keepaliveSeconds: 0 }),
    );
    await closing(guess);
    await say(client, 'yw/v1/victim-1/telemetry', reading());
    expect(await presenceOf('victim-1')).toBe('online');
  });

  it('H7 the same client id of the same device replaces the earlier connection, whose will has no effect', async () => {
    const secret = await product.addDevice('again-1', 'air-station');
    await product.settle();
    for (let round = 0; round < 5; round += 1) {
      const first = await open('again-1', secret, { clientId: 'one', will: true });
      await say(first, statusTopic('again-1'), statusMessage('online'));
      const next = await open('again-1', secret, { clientId: 'one', will: true });
      await say(next, statusTopic('again-1'), statusMessage('online'));
      await first.closed;
      expect(await presenceOf('again-1')).toBe('online');
    }
  });

  it('H7 whatever its client id, a half-open connection does not make a connected device offline', async () => {
    const secret = await product.addDevice('cut-1', 'air-station');
    await product.settle();
    const dead = await open('cut-1', secret, { clientId: 'random-1', will: true, keepalive: 1 });
    await say(dead, statusTopic('cut-1'), statusMessage('online'));
    const living = await open('cut-1', secret, { clientId: 'random-2', will: true });
    await say(living, statusTopic('cut-1'), statusMessage('online'));
    // Nothing more comes over the first one: the broker ends it after one and a half of its keep-alive.
    await dead.closed;
    living.socket.write(PINGREQ);
    await eventually(() => living.answers.includes('pingresp')).toBe(true);
    expect(await presenceOf('cut-1')).toBe('online');
    living.socket.destroy();
    await eventually(() => presenceOf('cut-1')).toBe('offline');
  });

  it('H7 a device stays online while a newer connection is open that has sent no status', async () => {
    const secret = await product.addDevice('quiet-1', 'air-station');
    await product.settle();
    const first = await open('quiet-1', secret, { clientId: 'a', will: true });
    await say(first, statusTopic('quiet-1'), statusMessage('online'));
    const newer = await open('quiet-1', secret, { clientId: 'b' });
    await say(newer, 'yw/v1/quiet-1/telemetry', reading());
    first.socket.destroy();
    await first.closed;
    await say(newer, 'yw/v1/quiet-1/telemetry', reading());
    expect(await presenceOf('quiet-1')).toBe('online');
    // It has no will: the will of the other is published when it ends too.
    newer.socket.end(DISCONNECT);
    await eventually(() => presenceOf('quiet-1')).toBe('offline');
  });

  it('H7 different client ids do not let one device take all connections', async () => {
    const secret = await product.addDevice('many-1', 'air-station');
    await product.settle();
    const clients = [];
    for (let n = 0; n < 5; n += 1)
      clients.push(await open('many-1', secret, { clientId: `random-${n}`, will: true }));
    await Promise.all(clients.slice(0, 2).map(({ closed }) => closed));
    await say(clients[4]!, statusTopic('many-1'), statusMessage('online'));
    expect(await presenceOf('many-1')).toBe('online');
  });
});

describe('connections that do not identify themselves', () => {
  it('L8 unidentified connections are limited per address and closed after some time, and a device is not affected', async () => {
    const secret = await product.addDevice('steady-1', 'air-station');
    await product.settle();
    const device = await open('steady-1', secret);
    const silent = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const socket = connect({ host: '127.0.0.1', port: product.server.mqttPort });
        sockets.push(socket);
        socket.on('error', () => undefined);
        const closed = closing(socket);
        await once(socket, 'connect').catch(() => undefined);
        // A packet that never comes to its end.
        socket.write(Buffer.from([0x10, 0xff, 0x01, 0x00]));
        return { socket, closed };
      }),
    );
    await eventually(() => silent.filter(({ socket }) => socket.closed).length).toBeGreaterThanOrEqual(40);
    await say(device, 'yw/v1/steady-1/telemetry', reading());
    await Promise.all(silent.map(({ closed }) => closed));
    expect(product.server.counters.refused.senderBudget).toBeGreaterThanOrEqual(40);
    // There is room again, and clients that authenticate take none of it.
    for (let n = 0; n < 30; n += 1) (await open('steady-1', secret, { clientId: `${n % 2}` })).socket.pause();
  });

  it('M3 unidentified connections cannot make the server buffer a large packet', async () => {
    const socket = connect({ host: '127.0.0.1', port: product.server.mqttPort });
    socket.on('error', () => undefined);
    const closed = closing(socket);
    const before = product.server.counters.refused.packetTooLarge;
    socket.write(Buffer.from([0x10, 0xff, 0xff, 0x0f]));
    await closed;
    expect(product.server.counters.refused.packetTooLarge).toBe(before + 1);
  });
});
