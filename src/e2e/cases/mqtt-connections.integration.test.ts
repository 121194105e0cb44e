import type { IClientOptions } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../testing/product.ts';

/** How devices connect, and where they publish. */
let product: Product;
let manager: string;
const nowMs = Date.parse('2026-11-28T07:00:00Z');

beforeAll(async () => {
  product = await startProduct({}, { now: () => nowMs });
  manager = await product.signIn('administrator');
});
afterAll(() => product.stop());

const api = (method: string, path: string, body?: unknown) =>
  product.call(manager, method, `/api/v1${path}`, body);
const register = async (deviceId: string) => {
  const secret = await product.addDevice(deviceId, 'air-station');
  await product.settle();
  return (options: IClientOptions = {}) => product.connect(deviceId, secret, options);
};
const itemsOf = async (deviceId: string, what: 'readings' | 'rejected') => {
  await product.settle();
  return (await api('GET', `/devices/${deviceId}/${what}`)).body.items;
};
const reading = (pm25 = 9) => JSON.stringify({ observedAt: new Date(nowMs).toISOString(), values: { pm25 } });
const telemetry = (deviceId: string) => `yw/v1/${deviceId}/telemetry`;

describe('a topic of others', () => {
  it.each([
    ['of another device', telemetry('neighbour')],
    ['of a device that there is not', telemetry('nobody')],
    ['with a slash before', `/${telemetry('strayed-slash')}`],
    ['with an empty level', 'yw/v1/strayed-level//telemetry'],
    ['of another platform', 'v1/devices/me/telemetry'],
    ['of the broker', '$SYS/broker/version'],
    ['with NUL in it', 'yw/v2/\u0000/telemetry'],
    ['of 5,000 letters', 'x'.repeat(5000)],
  ])(
    'L4 %s is a dead letter of the device that published there, acknowledged, and the connection goes on',
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

  it('L4 is heard by nobody: no command to another device, nothing retained, no will', async () => {
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

  it('L4 a telephone number in such a topic is masked', async () => {
    const client = await (await register('masked'))();
    await client.publishAsync('users/13912345678/report', reading(), { qos: 1 });
    await client.endAsync();
    expect((await itemsOf('masked', 'rejected'))[0]!.topic).toBe('users/139****5678/report');
  });
});
