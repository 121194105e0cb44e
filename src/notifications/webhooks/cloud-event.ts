import type { NotificationIssued, WebhookDeliveryRequested } from '../events.ts';

export const CLOUD_EVENT_TYPE = 'application/cloudevents+json; charset=utf-8';

/** A notification as a CloudEvent 1.0 in structured mode; without one it is a ping. */
export const cloudEvent = (
  request: WebhookDeliveryRequested['data'],
  notification: NotificationIssued['data'] | null,
): Readonly<Record<string, unknown>> => {
  const envelope = {
    specversion: '1.0',
    id: request.deliveryId,
    source: '/yiwang/notifications',
    datacontenttype: 'application/json',
    time: request.at,
  };
  if (notification === null)
    return { ...envelope, type: 'cn.yiwang.webhook.ping', data: { webhookId: request.webhookId } };
  const { caseId, alarmId } = notification;
  const subject = caseId === null ? alarmId && `alarm/${alarmId}` : `case/${caseId}`;
  return {
    ...envelope,
    type: `cn.yiwang.notification.${notification.kind}`,
    ...(subject === null ? {} : { subject }),
    data: {
      notificationId: notification.notificationId,
      kind: notification.kind,
      urgent: notification.urgent,
      step: notification.step,
      title: notification.title,
      body: notification.body,
      caseId,
      alarmId,
      divisionCode: notification.divisionCode,
      departmentId: notification.departmentId,
      roles: notification.roles,
      recipients: request.userIds,
      cause: notification.cause,
      at: notification.at,
    },
  };
};
