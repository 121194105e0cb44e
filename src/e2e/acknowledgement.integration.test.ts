import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import mqttPacket from 'mqtt-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../testing/product.ts';

/** Messages of one device that may be under way. */
const UNDER_WAY = 32;
/** The most that Node reads from a socket at once (libuv's buffer). */
const ONE_READ_BYTES = 65_536;

let product: Product;
let secret: string;

beforeAll(async () => {
  product = await startProduct({ YIWANG_MQTT_MESSAGES_UNDER_WAY: String(UNDER_WAY) });
  secret = await product.addDevice('ack-1', 'air-station');
});
afterAll(async () => {
  await product.stop();
});

/** A bare MQTT connection that reports every packet as it arrives. */
const openRaw = async () => {
  const socket: Socket = connect(product.server.mqttPort, '127.0.0.1');
  const parser = mqttPacket.parser();
  const seen: string[] = [];
  const waiting = new Map<string, () => void>();
  parser.on('packet', (packet) => {
    seen.push(packet.cmd);
    waiting.get(packet.cmd)?.();
  });
  socket.on('data', (chunk) => parser.parse(chunk));
  const until = (command: string) =>
    seen.includes(command)
      ? Promise.resolve()
      : new Promise<void>((resolve) => waiting.set(command, resolve));
  const send = (packet: mqttPacket.Packet): number => {
    const bytes = mqttPacket.generate(packet);
    socket.write(bytes);
    return bytes.length;
  };
  send({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: `raw-${randomUUID()}`,
    keepalive: 0,
    username: 'ack-1',
    password: Buffer.from(secret),
  });
  /** Waits for the next packet of this kind. */
  const next = (command: string) => new Promise<void>((resolve) => waiting.set(command, resolve));
  await until('connack');
  return { seen, until, next, send, close: () => socket.destroy() };
};

const writerWaits = async (): Promise<boolean> => {
  const rows = await product.database.sql`
    select 1 from pg_stat_activity where application_name = 'yiwang-store-write' and wait_event_type = 'Lock'
      and datname = current_database()`;
  return rows.length === 1;
};

describe('an acknowledgement', () => {
  it.each([
    { qos: 1 as const, answer: 'puback' },
    { qos: 2 as const, answer: 'pubrec' },
  ])('of QoS $qos is sent only after the commit', async ({ qos, answer }) => {
    const device = await openRaw();
    const observedAt = new Date().toISOString();
    const count = async () => {
      const [row] = await product.database.sql<{ count: string }>`
        select count(*) from events where stream = 'reading-ack-1' and data like ${`%${observedAt}%`}`;
      return Number(row!.count);
    };
    await product.database.sql.begin(async (blocker) => {
      await blocker`select position from event_head where singleton = 1 for update`;
      const payload = JSON.stringify({ observedAt, values: { pm25: 10 + qos } });
      device.send({
        cmd: 'publish',
        topic: 'yw/v1/ack-1/telemetry',
        payload,
        qos,
        messageId: 7,
        dup: false,
        retain: false,
      });
      device.send({ cmd: 'pingreq' });
      // The append waits for the lock that we hold, and the connection is alive: it answers what it can.
      await expect.poll(writerWaits, { timeout: 30_000 }).toBe(true);
      await device.until('pingresp');
      expect(device.seen).not.toContain(answer);
      expect(await count()).toBe(0);
    });
    await device.until(answer);
    expect(await count()).toBe(1);
    device.close();
  });

  it('is withheld when the store fails, and the connection is closed so that the device sends again', async () => {
    const device = await openRaw();
    const { store } = product.server.core;
    const append = store.append;
    store.append = () => Promise.reject(new Error('the store is down'));
    const payload = JSON.stringify({ observedAt: new Date().toISOString(), values: { pm25: 1 } });
    device.send({
      cmd: 'publish',
      topic: 'yw/v1/ack-1/telemetry',
      payload,
      qos: 1,
      messageId: 8,
      dup: false,
      retain: false,
    });
    await expect.poll(() => product.server.counters.failed, { timeout: 30_000 }).toBe(1);
    store.append = append;
    expect(device.seen).not.toContain('puback');
    const again = await openRaw();
    again.send({
      cmd: 'publish',
      topic: 'yw/v1/ack-1/telemetry',
      payload,
      qos: 1,
      messageId: 8,
      dup: true,
      retain: false,
    });
    await again.until('puback');
    again.close();
  });

  it('waits while the store is slow: little is read meanwhile, and everything is acknowledged exactly once afterwards', async () => {
    const [connections, messages] = [8, 300];
    const { counters } = product.server;
    const inFlight = () => counters.received - counters.acknowledged - counters.failed;
    const before = counters.stored;
    const devices = await Promise.all(Array.from({ length: connections }, openRaw));
    const startedAt = Date.now() - connections * messages;
    await product.database.sql.begin(async (blocker) => {
      await blocker`select position from event_head where singleton = 1 for update`;
      let n = 0;
      let packetBytes = 0;
      for (const device of devices) {
        for (let messageId = 1; messageId <= messages; messageId += 1) {
          n += 1;
          const payload = JSON.stringify({
            observedAt: startedAt + n,
            values: { pm25: 10, pm10: 20, so2: 3 },
          });
          packetBytes = device.send({
            cmd: 'publish',
            topic: 'yw/v1/ack-1/telemetry',
            payload,
            qos: 1,
            messageId,
            dup: false,
            retain: false,
          });
        }
      }
      await expect.poll(writerWaits, { timeout: 30_000 }).toBe(true);
      // The device has its window over all its connections and no more: the rest waits with its sender. In every round trip of
      // another connection the server looks at all of them, and one look takes up to a read of each that may be read.
      const observer = await openRaw();
      const roundTrips = (4 * messages * packetBytes) / ONE_READ_BYTES + 50;
      for (let trip = 0; trip < roundTrips; trip += 1) {
        const answered = observer.next('pingresp');
        observer.send({ cmd: 'pingreq' });
        await answered;
      }
      observer.close();
      expect(inFlight()).toBe(UNDER_WAY);
      expect(devices.flatMap(({ seen }) => seen)).not.toContain('puback');
    });
    const acks = () => devices.flatMap(({ seen }) => seen).filter((command) => command === 'puback').length;
    await expect.poll(acks, { timeout: 40_000 }).toBe(connections * messages);
    expect(counters.stored - before).toBe(connections * messages);
    for (const device of devices) device.close();
  });
});
