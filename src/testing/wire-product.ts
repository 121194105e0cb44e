import type { WireStandard } from '../../devices/wire/index.ts';
import { connectWireClient, type WireClient } from '../../simulators/wire/client.ts';
import type { ReadingsRecorded } from '../sensing/events.ts';
import type { Answer } from './api-client.ts';
import { FROM_HERE, type Product, startProduct, YINGZE } from './product.ts';

/** A product with a gateway for every wire standard, and clients for them. */
export interface WireProduct {
  readonly product: Product;
  api(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Registers a device under its name in a standard; returns its secret. */
  register(
    deviceId: string,
    modelId: string,
    standard: WireStandard,
    id: string,
    wireSettings?: object,
  ): Promise<string>;
  connect(standard: WireStandard): Promise<WireClient>;
  readings(deviceId: string): Promise<ReadingsRecorded['data'][]>;
  /** Dead letters of a device, or of `unknown` senders. */
  rejected(stream: string): Promise<{ reason: string; payload: string; detail: string }[]>;
  stop(): Promise<void>;
}

export const startWireProduct = async (): Promise<WireProduct> => {
  const clients: WireClient[] = [];
  const product = await startProduct({
    YIWANG_HJ212_PORT: '0',
    YIWANG_SL651_PORT: '0',
    YIWANG_GB26875_PORT: '0',
    YIWANG_TCP_MAX_REFUSALS: '50',
  });
  const manager = await product.signIn('administrator');
  const api = (method: string, path: string, body?: unknown) =>
    product.call(manager, method, `/api/v1${path}`, body);
  return {
    product,
    api,
    async register(deviceId, modelId, standard, id, wireSettings) {
      const answer = await api('POST', '/devices', {
        deviceId,
        name: deviceId,
        modelId,
        location: YINGZE,
        aliases: [{ standard, id }],
        wireSettings: { ...FROM_HERE, ...wireSettings },
      });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      await product.settle();
      return answer.body.secret as string;
    },
    async connect(standard) {
      const client = await connectWireClient({ standard, port: product.server.wirePorts[standard]! });
      clients.push(client);
      return client;
    },
    async readings(deviceId) {
      const events = await product.server.core.store.readStream(`reading-${deviceId}`);
      return events.map(({ data }) => data as ReadingsRecorded['data']);
    },
    async rejected(stream) {
      const events = await product.server.core.store.readStream(`rejected-${stream}`);
      return events.map(({ data }) => data as { reason: string; payload: string; detail: string });
    },
    async stop() {
      for (const client of clients) client.socket.destroy();
      await product.stop();
    },
  };
};
