import { afterAll, beforeAll, expect, it } from 'vitest';
import { attack, LISTENERS, type Listener } from '../../simulators/fuzz/listeners/attack.ts';
import { guardFailures } from '../platform/guard.ts';
import { type Product, startProduct } from '../testing/product.ts';

/** A short run of `npm run fuzz:listeners`, which also measures how long others wait. */
const INPUTS = 1500;
let product: Product;
let devices: { deviceId: string; secret: string }[];

beforeAll(async () => {
  product = await startProduct({
    YIWANG_HJ212_PORT: '0',
    YIWANG_SL651_PORT: '0',
    YIWANG_GB26875_PORT: '0',
    YIWANG_TCP_MAX_REFUSALS: '1000000',
  });
  devices = [{ deviceId: 'hostile-1', secret: await product.addDevice('hostile-1', 'air-station') }];
  await product.settle();
});
afterAll(() => product.stop());

const portOf = (listener: Listener): number => {
  const { mqttPort, httpPort, wirePorts } = product.server;
  if (listener === 'mqtt') return mqttPort;
  return listener === 'http' || listener === 'mqttWebSocket' ? httpPort : wirePorts[listener]!;
};

it.each(LISTENERS)('hostile bytes sent to %s end only their connection', async (listener) => {
  const order = { listener, host: '127.0.0.1', port: portOf(listener), inputs: INPUTS, seed: 7, devices };
  const before = guardFailures();
  const result = await attack(order);
  expect(result.inputs).toBeGreaterThanOrEqual(INPUTS);
  expect(result.stuck).toBe(0);
  expect(result.connections).toBeGreaterThan(0);
  expect(guardFailures()).toEqual(before);
  const secret = await product.addDevice(`after-${listener.toLowerCase()}`, 'air-station');
  await product.settle();
  const client = await product.connect(`after-${listener.toLowerCase()}`, secret);
  const topic = `yw/v1/after-${listener.toLowerCase()}/telemetry`;
  const reading = { observedAt: new Date().toISOString(), values: { pm25: 1 } };
  await client.publishAsync(topic, JSON.stringify(reading), { qos: 1 });
  await client.endAsync();
});
