import { isIP } from 'node:net';
import type { CommandHandler } from '../commands/command-handler.ts';
import type { EventStore } from '../event-store/event-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { parseNetworks } from '../platform/networks.ts';
import { createDeliveryJobs } from './adapters/delivery-jobs.ts';
import { createHttpSender } from './adapters/http-sender.ts';
import { createDeliverer } from './webhooks/deliver.ts';
import { mayConnect } from './webhooks/target-networks.ts';
import { urlProblem } from './webhooks/webhook-decider.ts';

export interface Deliveries {
  enqueue(deliveryIds: readonly string[]): Promise<void>;
  /** Those that have no job. */
  enqueueMissing(deliveryIds: readonly string[]): Promise<void>;
  /** Why an address would not be called, as far as that is known without resolving its name. */
  targetProblem(url: string): string | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Everything about webhooks that touches the network and the job tables. */
export const openDeliveries = (options: {
  readonly databaseUrl: string;
  readonly store: EventStore;
  readonly handle: CommandHandler;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secretKey: Buffer;
  /** As in the settings; checked there. */
  readonly allowedNetworks: string;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly retrySeconds: number;
}): Deliveries => {
  const { store, handle, clock, secretKey, timeoutMs } = options;
  const allowed = parseNetworks(options.allowedNetworks)!;
  const send = createHttpSender({ timeoutMs, allowed });
  const jobs = createDeliveryJobs(options);
  return {
    enqueue: jobs.enqueue,
    enqueueMissing: async (deliveryIds) => jobs.enqueue(await jobs.withoutJob(deliveryIds)),
    targetProblem(text) {
      if (urlProblem(text) !== undefined) return undefined;
      const { hostname, protocol } = new URL(text);
      const host = hostname.replace(/^\[|\]$/g, '');
      return isIP(host) !== 0 && !mayConnect(host, protocol === 'https:', allowed)
        ? `${host} 为内网或保留地址，或未使用 https`
        : undefined;
    },
    start: () => jobs.start(createDeliverer({ store, handle, send, secretKey, clock })),
    stop: jobs.stop,
  };
};
