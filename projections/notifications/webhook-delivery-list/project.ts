import type { WebhookDeliveryEvent } from '../../../src/notifications/events.ts';
import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type WebhookDeliveryRow, webhookDeliveries } from './table.ts';

const apply = (
  row: WebhookDeliveryRow | undefined,
  event: Recorded<WebhookDeliveryEvent>,
): WebhookDeliveryRow | undefined => {
  const { version } = event;
  if (event.type === 'WebhookDeliveryRequested') {
    return {
      delivery_id: event.data.deliveryId,
      webhook_id: event.data.webhookId,
      notification_id: event.data.notificationId,
      state: 'pending',
      requested_at: event.data.at,
      settled_at: null,
      attempts: null,
      http_status: null,
      reason: null,
      version,
    };
  }
  if (row === undefined) return undefined;
  switch (event.type) {
    case 'WebhookDelivered': {
      const { at, attempts, httpStatus } = event.data;
      return {
        ...row,
        state: 'delivered',
        settled_at: at,
        attempts,
        http_status: httpStatus,
        reason: null,
        version,
      };
    }
    case 'WebhookDeadLettered': {
      const { at, attempts, reason } = event.data;
      return { ...row, state: 'dead', settled_at: at, attempts, reason, version };
    }
    case 'WebhookRedeliveryRequested':
      return { ...row, state: 'pending', settled_at: null, version };
    default:
      return event satisfies never;
  }
};

export const webhookDeliveryListProjection = rowProjection<WebhookDeliveryRow, WebhookDeliveryEvent>({
  name: 'webhook-delivery-list@1',
  table: webhookDeliveries,
  key: 'delivery_id',
  handles: [
    'WebhookDeliveryRequested',
    'WebhookDelivered',
    'WebhookDeadLettered',
    'WebhookRedeliveryRequested',
  ],
  keyOf: (event) => event.data.deliveryId,
  apply,
});
