import { afterAll, beforeAll } from 'vitest';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

/** For the tests of a file: a product whose clock is stopped, and devices connected to it. */
export const useMqttDevices = (nowMs: number) => {
  let product: Product;
  let manager: string;
  beforeAll(async () => {
    product = await startProduct({}, { now: () => nowMs });
    manager = await product.signIn('administrator');
  });
  afterAll(() => product.stop());

  const api = (method: string, path: string, sent?: unknown) =>
    product.call(manager, method, `/api/v1${path}`, sent);
  return {
    api,
    settle: () => product.settle(),
    streamOf: (stream: string) => product.server.core.store.readStream(stream),
    /** What the device publishes is acknowledged when the promise resolves. */
    async device(deviceId: string, modelId = 'air-station', settings: object = {}) {
      const { body } = await api('POST', '/devices', {
        deviceId,
        name: deviceId,
        modelId,
        location: YINGZE,
        ...settings,
      });
      const secret = body.secret as string;
      await product.settle();
      const client = await product.connect(deviceId, secret);
      const items = async (path: string) => (await api('GET', `/devices/${deviceId}/${path}`)).body.items;
      return {
        async publish(payload: string | Buffer, channel = 'telemetry', qos: 0 | 1 | 2 = 1): Promise<void> {
          await client.publishAsync(`yw/v1/${deviceId}/${channel}`, payload, { qos });
          await product.settle();
        },
        readings: () => items('readings'),
        deadLetters: () => items('rejected'),
        latest: async () => (await api('GET', `/devices/${deviceId}`)).body,
      };
    },
  };
};
