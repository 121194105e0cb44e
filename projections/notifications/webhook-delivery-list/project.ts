import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { webhookDeliveries } from './table.ts';

export const webhookDeliveryListProjection = rowProjection(webhookDeliveries)({
  name: 'webhook-delivery-list@1',
  keyOf: ({ data }) => data.deliveryId,
  on: {
    WebhookDeliveryRequested: (_row, { data, version }) => ({
      delivery_id: data.deliveryId,
      webhook_id: data.webhookId,
      notification_id: data.notificationId,
      state: 'pending',
      requested_at: data.at,
      settled_at: null,
      attempts: null,
      http_status: null,
      reason: null,
      version,
    }),
    WebhookDelivered(row, { data: { at, attempts, httpStatus }, version }) {
      const settled = { state: 'delivered', settled_at: at, attempts, http_status: httpStatus } as const;
      return row && { ...row, ...settled, reason: null, version };
    },
    WebhookDeadLettered: (row, { data: { at, attempts, reason }, version }) =>
      row && { ...row, state: 'dead', settled_at: at, attempts, reason, version },
    WebhookRedeliveryRequested: (row, { version }) =>
      row && { ...row, state: 'pending', settled_at: null, version },
  },
});
