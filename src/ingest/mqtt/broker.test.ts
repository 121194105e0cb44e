import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Answer,
  connectPacket,
  createAnswerReader,
  PINGREQ,
  publishPacket,
} from '../../../simulators/mqtt-packets.ts';
import { silentLogger } from '../../platform/logger.ts';
import { createLoopShare } from '../../platform/loop-share.ts';
import { createSendRate } from '../../platform/send-rate.ts';
import { hashSecret } from '../../sensing/index.ts';
import { createIngestCounters } from '../counters.ts';
import { type DirectoryEntry, NO_WIRE } from '../device-directory.ts';
import type { IncomingMessage, IngestPipeline } from '../pipeline.ts';
import { createMqttBroker, type MqttBroker } from './broker.ts';
import { listenMqttTcp, type MqttListener } from './listen.ts';

const SECRET = 'secret-of-the-device';
const UNDER_WAY = 4;
const secretKey = Buffer.alloc(32, 1);
const stops: (() => Promise<unknown> | undefined)[] = [];

/** The broker alone; `store` replaces the append. */
const start = async (store: (message: IncomingMessage) => Promise<void>) => {
  const entry: DirectoryEntry = {
    deviceId: 'air-1',
    secretHash: hashSecret(secretKey, SECRET),
    status: 'active',
    reportIntervalSeconds: 60,
    model: undefined,
    wire: NO_WIRE,
    gatewayId: null,
  };
  const directory = {
    find: (deviceId: string) => (deviceId === 'air-1' ? entry : undefined),
    findByAlias: () => undefined,
    onCredentialsChanged: () => undefined,
  };
  const pipeline: Pick<IngestPipeline, 'ingest' | 'recordConnection'> = {
    async ingest(message) {
      await store(message);
      return { stored: 1, duplicates: 0, rejected: 0 };
    },
    recordConnection: async () => undefined,
  };
  const broker: MqttBroker = await createMqttBroker({
    pipeline: pipeline as IngestPipeline,
    directory,
    counters: createIngestCounters(),
    logger: silentLogger,
    secretKey,
    budget: {
      admit: () => ({ leave: () => undefined }),
      mayStoreDeadLetter: () => true,
      refused: () => ({ connections: 0, attempts: 0, deadLetters: 0 }),
      unproved: () => 0,
      size: () => 0,
    },
    maxPacketBytes: 10_000,
    maxConnectBytes: 1000,
    connectTimeoutMs: 600_000,
    maxConnections: 100,
    maxConnectionsPerDevice: 16,
    maxTopicLevels: 8,
    windowBytes: 16_384,
    messagesUnderWay: UNDER_WAY,
    // No turn has any time left: each read waits for the next.
    loopShare: createLoopShare(0),
    sendRate: createSendRate({ device: 1000, address: 1000, client: 1 }),
  });
  const listener: MqttListener = await listenMqttTcp(broker, {
    host: '127.0.0.1',
    port: 0,
    readBufferBytes: 16_384,
    tls: undefined,
    logger: silentLogger,
  });
  const stop = async () => {
    const closed = listener.close();
    await broker.close();
    await closed;
  };
  stops.push(stop);
  const open = async (clientId: string) => {
    const answers: Answer[] = [];
    const socket: Socket = connect(listener.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on(
      'data',
      createAnswerReader((answer) => answers.push(answer)),
    );
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.write(connectPacket({ deviceId: 'air-1', secret: SECRET, clientId, keepaliveSeconds: 0 }));
    await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(1);
    return { socket, answers, closed };
  };
  return { open, stop, port: listener.port };
};

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const publish = (messageId: number) => publishPacket('yw/v1/air-1/telemetry', `${messageId}`, messageId);
const ids = (answers: readonly Answer[]) =>
  answers.flatMap((answer) => (answer.kind === 'puback' ? [answer.messageId] : []));

describe('the broker', () => {
  it('reads many packets of one write in turns, answers all of them, and notices the end after them', async () => {
    const { open } = await start(async () => undefined);
    const { socket, answers, closed } = await open('one');
    const sent = Array.from({ length: 200 }, (_, n) => n + 1);
    socket.write(Buffer.concat(sent.flatMap((n) => [publish(n), PINGREQ, PINGREQ])));
    await expect.poll(() => answers.length, { timeout: 20_000 }).toBe(1 + 3 * sent.length);
    expect(ids(answers)).toEqual(sent);
    socket.end();
    await closed;
    expect(answers.filter(({ kind }) => kind === 'pingresp')).toHaveLength(400);
  });

  it('limits the messages of a device in flight over all its connections', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    let underWay = 0;
    const { open } = await start(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise<void>((resolve) => waiting.push(resolve));
      underWay -= 1;
    });
    const devices = await Promise.all(['one', 'two', 'three'].map(open));
    for (const { socket } of devices) socket.write(Buffer.concat([1, 2, 3, 4, 5, 6, 7, 8].map(publish)));
    const acknowledged = () => devices.map(({ answers }) => ids(answers));
    await expect
      .poll(
        () => {
          if (underWay === UNDER_WAY || acknowledged().flat().length > 20) waiting.shift()?.();
          return acknowledged().every((own) => own.length === 8);
        },
        { timeout: 20_000, interval: 2 },
      )
      .toBe(true);
    expect(most).toBe(UNDER_WAY);
    for (const own of acknowledged()) expect(own).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('ends the connection whose message was not stored, without an acknowledgement', async () => {
    const { open } = await start(async ({ payload }) => {
      if (payload.toString() === '2') throw new Error('the store is down');
    });
    const [bad, good] = [await open('bad'), await open('good')];
    bad.socket.write(Buffer.concat([publish(1), publish(2)]));
    await bad.closed;
    expect(ids(bad.answers)).not.toContain(2);
    good.socket.write(publish(3));
    await expect.poll(() => ids(good.answers), { timeout: 10_000 }).toEqual([3]);
  });

  it('closes connections that have not identified themselves when it stops', async () => {
    const { open, stop, port } = await start(async () => undefined);
    const whole = connectPacket({ deviceId: 'air-1', secret: SECRET, clientId: 'half', keepaliveSeconds: 0 });
    const strangers = [Buffer.alloc(0), whole.subarray(0, 10)].map((bytes) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(bytes);
      return new Promise<void>((resolve) => socket.once('close', () => resolve()));
    });
    // Accepted after them.
    const { socket } = await open('known');
    socket.write(whole);
    await stop();
    await Promise.all(strangers);
  });
});
