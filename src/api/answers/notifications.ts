import { z } from 'zod';
import { ROLES } from '../../identity/index.ts';
import { quietHoursSchema } from '../../notifications/index.ts';
import { caseId, count, departmentId, divisionCode, isoTime, madeId, text, version } from './common.ts';

const bothLanguages = (zh: string, en: string) => z.strictObject({ zh: text(zh), en: text(en) });

const notificationFields = {
  notificationId: madeId,
  kind: text('caseDispatched'),
  urgent: z.boolean(),
  step: z.number().int().meta({ example: 0, description: 'Number of times it was escalated' }),
  title: bothLanguages('新派遣案件', 'A case was dispatched to you'),
  body: bothLanguages(
    '140106-20260314-00017 井盖缺失，请于 3 月 16 日 10:05 前处置',
    '140106-20260314-00017 missing manhole cover, due 16 March 10:05',
  ),
  caseId: caseId.nullable(),
  alarmId: madeId.nullable(),
  at: isoTime,
};
/** As sent in the live stream. */
export const notificationShown = z.strictObject(notificationFields).meta({ id: 'LiveNotification' });
export const notificationAnswer = z
  .strictObject({
    ...notificationFields,
    deferredUntil: isoTime.nullable(),
    acknowledgedAt: isoTime.nullable(),
  })
  .meta({ id: 'Notification' });
export const unreadCountAnswer = z.strictObject({ count });
export const acknowledgedNotificationAnswer = z.strictObject({
  notificationId: madeId,
  acknowledged: z.literal(true),
});
export const preferencesAnswer = z
  .strictObject({
    quietHours: z
      .union([quietHoursSchema, z.literal('roleDefault'), z.null()])
      .meta({ example: { from: '22:00', until: '07:00' } }),
    muted: z.array(text('caseClosed')),
  })
  .meta({ id: 'NotificationPreferences' });

const status = z.enum(['active', 'paused', 'deleted']);
const webhookFields = {
  webhookId: madeId,
  name: text('应急指挥平台'),
  url: text('https://emergency.example.gov.cn/hooks/yiwang'),
  kinds: z.array(text('alarmRaised')).nullable().meta({ description: 'Null: every kind' }),
  divisionCode,
  departmentId: departmentId.nullable(),
  roles: z.array(z.enum(ROLES)).nullable(),
  status,
};
export const webhookAnswer = z
  .strictObject({
    ...webhookFields,
    registeredAt: isoTime,
    health: z
      .strictObject({ delivered: count, dead: count, pending: count, lastDeliveredAt: isoTime.nullable() })
      .meta({ description: 'Deliveries requested within 24 hours, and all that still wait' }),
    version,
  })
  .meta({ id: 'Webhook' });
const secret = text('whsec_kq0hJx3sWZ0d7oY2yVnq1mF5Tt8kR4b');
export const registeredWebhookAnswer = z
  .strictObject({ ...webhookFields, at: isoTime, secretVersion: version, secret })
  .meta({ id: 'RegisteredWebhook' });
export const webhookStatusAnswer = z.strictObject({ status });
export const webhookSecretAnswer = z.strictObject({ webhookId: madeId, secret });
export const pingAnswer = z.strictObject({ deliveryId: madeId });
const deliveryState = z.enum(['pending', 'delivered', 'dead']);
export const deliveryAnswer = z
  .strictObject({
    deliveryId: madeId,
    notificationId: madeId.nullable(),
    state: deliveryState,
    requestedAt: isoTime,
    settledAt: isoTime.nullable(),
    attempts: count.nullable(),
    httpStatus: z.number().int().nullable().meta({ example: 204 }),
    reason: text('HTTP 503').nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export const redeliveryAnswer = z.strictObject({ deliveryId: madeId, state: deliveryState });
