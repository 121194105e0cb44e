import { z } from '@hono/zod-openapi';
import { listDeliveries } from '../../../projections/notifications/webhook-delivery-list/queries.ts';
import type { WebhookDeliveryRow } from '../../../projections/notifications/webhook-delivery-list/table.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import type { WebhookDeliveryRequested } from '../../notifications/events.ts';
import { deliveryDecider, deliveryStream } from '../../notifications/index.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import { holdersOf } from '../access.ts';
import { listOf } from '../answers/common.ts';
import { deliveryAnswer, pingAnswer, redeliveryAnswer } from '../answers/notifications.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, nowIso, pageQuery, readPage, settle } from '../request.ts';
import { managedWebhook, webhookParams } from './webhook-access.ts';

const TAG = 'webhooks';

const presentDelivery = (row: WebhookDeliveryRow): Shown<typeof deliveryAnswer> => ({
  deliveryId: row.delivery_id,
  notificationId: row.notification_id,
  state: row.state,
  requestedAt: row.requested_at,
  settledAt: row.settled_at,
  attempts: row.attempts,
  httpStatus: row.http_status,
  reason: row.reason,
});

/** Calls to a webhook: test call, outcomes and redelivery. */
export const webhookDeliveryRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const { deliveries } = deps;
  const handle = createCommandHandler(store);

  endpoint(app, {
    method: 'post',
    path: '/webhooks/{webhookId}/ping',
    done: 202,
    access: holdersOf('webhook:manage'),
    tag: TAG,
    summary: 'Send a test call',
    params: webhookParams,
    answer: pingAnswer,
    async handle(context, { params: { webhookId } }) {
      await managedWebhook(context, deps, webhookId);
      // If-Match would be the version of the webhook, which a ping does not change.
      const { expectedVersion: _ofWebhook, ...command } = commandContext(context, {});
      const deliveryId =
        command.key === undefined
          ? newId()
          : derivedId('webhook-ping', command.actor, webhookId, command.key);
      const outcome = await handle({
        stream: deliveryStream(deliveryId),
        decider: deliveryDecider,
        command: { type: 'Ping', deliveryId, webhookId, at: nowIso(deps) },
        context: command,
      });
      await settle(context, deps, outcome);
      await deliveries.enqueueMissing([deliveryId]);
      return { deliveryId };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/webhooks/{webhookId}/deliveries',
    access: holdersOf('webhook:manage'),
    tag: TAG,
    summary: 'Deliveries: sent, being sent, or given up (`state=dead`) with the reason; latest first',
    params: webhookParams,
    query: z.object({ ...pageQuery, state: z.enum(['pending', 'delivered', 'dead']).optional() }),
    answer: listOf(deliveryAnswer),
    async handle(context, { params: { webhookId }, query }) {
      await managedWebhook(context, deps, webhookId);
      const page = await listDeliveries(sql, webhookId, query.state, readPage(query));
      return { items: page.items.map(presentDelivery), nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/webhooks/{webhookId}/deliveries/{deliveryId}/redelivery',
    done: 202,
    access: holdersOf('webhook:manage'),
    tag: TAG,
    summary: 'Resend a delivery that was given up or delivered',
    params: webhookParams.extend({ deliveryId: z.string().max(64) }),
    answer: redeliveryAnswer,
    async handle(context, { params: { webhookId, deliveryId } }) {
      await managedWebhook(context, deps, webhookId);
      const [first] = await store.readStream(deliveryStream(deliveryId), { limit: 1 });
      if ((first?.data as WebhookDeliveryRequested['data'] | undefined)?.webhookId !== webhookId)
        throw new ProblemError('deliveryUnknown', { zh: '投递记录不存在', en: 'delivery not found' });
      const state = await settle(
        context,
        deps,
        await handle({
          stream: deliveryStream(deliveryId),
          decider: deliveryDecider,
          command: { type: 'Redeliver', at: nowIso(deps) },
          context: commandContext(context, {}),
        }),
      );
      await deliveries.enqueueMissing([deliveryId]);
      return { deliveryId, state: state.status };
    },
  });
};
