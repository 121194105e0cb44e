import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';

let product: Product;
let manager: string;
let gatewaySecret: string;

const register = (deviceId: string, gatewayId: string | null, token = manager) =>
  product.call(token, 'POST', '/api/v1/devices', {
    deviceId,
    name: deviceId,
    modelId: 'air-station',
    location: YINGZE,
    gatewayId,
  });

beforeAll(async () => {
  product = await startProduct();
  manager = await product.signIn('administrator');
  gatewaySecret = (await register('edge-1', null)).body.secret as string;
  await register('edge-2', null);
  for (const [deviceId, gatewayId] of [
    ['behind-1', 'edge-1'],
    ['behind-2', 'edge-1'],
    ['elsewhere', 'edge-2'],
    ['alone', null],
    ['gone', 'edge-1'],
  ] as const)
    await register(deviceId, gatewayId);
  await product.call(manager, 'POST', '/api/v1/devices/gone/retirement', { reason: '拆除' });
  await product.settle();
});
afterAll(async () => {
  await product.stop();
});

const reading = (pm25: number) => JSON.stringify({ observedAt: new Date().toISOString(), values: { pm25 } });
const stored = async (deviceId: string) =>
  (await product.server.core.store.readStream(`reading-${deviceId}`)).map(({ meta }) => meta.actor);

describe('an MQTT gateway', () => {
  it('publishes for the devices behind it as if each did itself', async () => {
    const client = await product.connect('edge-1', gatewaySecret);
    for (const deviceId of ['edge-1', 'behind-1', 'behind-2'])
      await client.publishAsync(`yw/v1/${deviceId}/telemetry`, reading(30), { qos: 1 });
    await client.publishAsync('yw/v1/behind-2/telemetry', '{"observedAt":', { qos: 1 });
    await client.publishAsync('yw/v1/behind-1/status', JSON.stringify({ state: 'online', bootId: 'b1' }), {
      qos: 1,
      retain: true,
    });
    await product.settle();
    const device = await product.call(manager, 'GET', '/api/v1/devices/behind-1');
    expect(device.body).toMatchObject({ gatewayId: 'edge-1', presence: 'online' });
    await client.endAsync();
    for (const deviceId of ['edge-1', 'behind-1', 'behind-2'])
      expect(await stored(deviceId)).toEqual([`device:${deviceId}`]);
    const letters = await product.call(manager, 'GET', '/api/v1/devices/behind-2/rejected');
    expect(letters.body.items).toMatchObject([{ deviceId: 'behind-2', reason: 'malformedJson' }]);
  });

  it.each(['elsewhere', 'alone', 'gone', 'nobody'])(
    'cannot publish for other devices: %s',
    async (deviceId) => {
      const client = await product.connect('edge-1', gatewaySecret);
      const topic = `yw/v1/${deviceId}/telemetry`;
      await client.publishAsync(topic, reading(31), { qos: 1 });
      await client.endAsync();
      await product.settle();
      const { items } = (await product.call(manager, 'GET', '/api/v1/devices/edge-1/rejected')).body;
      expect(items).toContainEqual(expect.objectContaining({ topic, reason: 'foreignTopic' }));
      expect(await stored(deviceId)).toEqual([]);
    },
  );

  it('can have a dead letter replayed for a device that was registered behind it later', async () => {
    const client = await product.connect('edge-1', gatewaySecret);
    const topic = 'yw/v1/later/telemetry';
    await client.publishAsync(topic, reading(32), { qos: 1 });
    await client.endAsync();
    await product.settle();
    const { items } = (await product.call(manager, 'GET', '/api/v1/devices/edge-1/rejected')).body;
    const replay = `/api/v1/rejected/${items.find((letter) => letter.topic === topic)!.rejectionId}/replay`;
    expect((await product.call(manager, 'POST', replay, {})).body.code).toBe('payloadIncomplete');
    await register('later', 'edge-1');
    await product.settle();
    expect((await product.call(manager, 'POST', replay, {})).body).toMatchObject({ stored: 1 });
    expect(await stored('later')).toHaveLength(1);
    expect(await stored('edge-1')).toHaveLength(1);
  });

  it('must be an existing device, managed by the person who registers a device behind it', async () => {
    expect(await register('x-1', 'nobody')).toMatchObject({ status: 422, body: { code: 'gatewayInvalid' } });
    expect(await register('x-1', 'gone')).toMatchObject({ status: 422, body: { code: 'gatewayInvalid' } });
    const elsewhere = await product.signIn('deviceManager', '1402');
    expect((await register('x-1', 'edge-1', elsewhere)).status).toBe(403);
  });
});
