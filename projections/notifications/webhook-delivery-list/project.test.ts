import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { webhookDeliveryListProjection } from './project.ts';

test('a dead delivery that is requested again is pending, and then delivered without a reason', async () => {
  const deliveryId = 'd1';
  const at = '2026-11-24T08:00:00.000Z';
  const log = [
    given('WebhookDeliveryRequested', { deliveryId }),
    given('WebhookDeadLettered', { deliveryId, attempts: 8, reason: 'timeout' }),
    given('WebhookRedeliveryRequested', { deliveryId }),
  ];
  expect(await rowsAfter(webhookDeliveryListProjection, log)).toMatchObject([
    { state: 'pending', settled_at: null, attempts: 8, reason: 'timeout', version: 3 },
  ]);
  const delivered = given('WebhookDelivered', { deliveryId, at, attempts: 1, httpStatus: 204 });
  expect(await rowsAfter(webhookDeliveryListProjection, [...log, delivered])).toMatchObject([
    { state: 'delivered', settled_at: at, attempts: 1, http_status: 204, reason: null },
  ]);
});
