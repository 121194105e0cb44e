import { type Product, YINGZE } from '../../testing/product.ts';

/** A device that is connected; what it publishes is acknowledged when the promise resolves. */
export const connectedDevice = async (
  product: Product,
  manager: string,
  deviceId: string,
  modelId = 'air-station',
  settings: object = {},
) => {
  const api = (method: string, path: string, sent?: unknown) =>
    product.call(manager, method, `/api/v1${path}`, sent);
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
  const publish = async (payload: string | Buffer, channel = 'telemetry', qos: 0 | 1 | 2 = 1) => {
    await client.publishAsync(`yw/v1/${deviceId}/${channel}`, payload, { qos });
    await product.settle();
  };
  const items = async (path: string) => (await api('GET', `/devices/${deviceId}/${path}`)).body.items;
  return {
    publish,
    readings: () => items('readings'),
    deadLetters: () => items('rejected'),
    latest: async () => (await api('GET', `/devices/${deviceId}`)).body,
  };
};
