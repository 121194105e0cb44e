import type { CommandHandler } from '../../commands/command-handler.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { Clock } from '../../platform/clock.ts';
import type { NotificationIssued } from '../events.ts';
import { notificationStream } from '../notification-decider.ts';
import { CLOUD_EVENT_TYPE, cloudEvent } from './cloud-event.ts';
import { deliveryDecider, deliveryStream } from './delivery-decider.ts';
import type { SendWebhook } from './send.ts';
import { signedHeaders, webhookSecret } from './signature.ts';
import { webhookDecider, webhookStream } from './webhook-decider.ts';

/** `retry`: this call failed, another may not. `settled`: nothing is left to do, or nothing for now. */
export type AttemptOutcome =
  | { readonly status: 'settled' }
  | { readonly status: 'retry'; readonly reason: string };

export interface Deliverer {
  /** Calls the receiver of a pending delivery; everything about it is read from the log. */
  attempt(deliveryId: string, attempts: number): Promise<AttemptOutcome>;
  giveUp(deliveryId: string, attempts: number, reason: string): Promise<void>;
}

const ACTOR = 'process:webhooks';
const SETTLED = { status: 'settled' } as const;

export const createDeliverer = (options: {
  readonly store: EventStore;
  readonly handle: CommandHandler;
  readonly send: SendWebhook;
  readonly secretKey: Buffer;
  readonly clock: Clock;
}): Deliverer => {
  const { store, handle, send, secretKey, clock } = options;
  const now = () => new Date(clock.now()).toISOString();

  const readDelivery = async (deliveryId: string) =>
    (await store.readStream(deliveryStream(deliveryId))).reduce(
      (state, event) => deliveryDecider.evolve(state, event as never),
      deliveryDecider.initialState,
    );
  const readWebhook = async (webhookId: string) =>
    (await store.readStream(webhookStream(webhookId))).reduce(
      (state, event) => webhookDecider.evolve(state, event as never),
      webhookDecider.initialState,
    );
  const readNotification = async (notificationId: string) => {
    const [issued] = await store.readStream(notificationStream(notificationId), { limit: 1 });
    return (issued?.data ?? null) as NotificationIssued['data'] | null;
  };

  const settle = async (deliveryId: string, command: Parameters<typeof deliveryDecider.decide>[0]) => {
    const stream = deliveryStream(deliveryId);
    await handle({ stream, decider: deliveryDecider, command, context: { actor: ACTOR } });
  };

  const giveUp: Deliverer['giveUp'] = (deliveryId, attempts, reason) =>
    settle(deliveryId, { type: 'GiveDeliveryUp', attempts, reason, at: now() });

  return {
    giveUp,
    async attempt(deliveryId, attempts) {
      const { request, status } = await readDelivery(deliveryId);
      if (request === null || status !== 'pending') return SETTLED;
      const webhook = await readWebhook(request.webhookId);
      // Resuming a webhook puts pending deliveries back into the queue.
      if (webhook.status === 'paused') return SETTLED;
      if (webhook.status !== 'active') {
        await giveUp(deliveryId, attempts - 1, 'the webhook was deleted');
        return SETTLED;
      }
      const { notificationId } = request;
      const notification = notificationId === null ? null : await readNotification(notificationId);
      const body = JSON.stringify(cloudEvent(request, notification));
      const secret = webhookSecret(secretKey, webhook.webhookId, webhook.secretVersion);
      const outcome = await send(
        webhook.url,
        {
          'content-type': CLOUD_EVENT_TYPE,
          ...signedHeaders(secret, deliveryId, Math.floor(clock.now() / 1000), body),
        },
        body,
      );
      if (outcome.status === 'delivered') {
        const { httpStatus } = outcome;
        await settle(deliveryId, { type: 'RecordDelivered', attempts, httpStatus, at: now() });
        return SETTLED;
      }
      if (!outcome.permanent) return { status: 'retry', reason: outcome.reason };
      await giveUp(deliveryId, attempts, outcome.reason);
      return SETTLED;
    },
  };
};
