import type { WebhookEvent } from '../../../src/notifications/events.ts';
import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type WebhookRow, webhooks } from './table.ts';

const apply = (row: WebhookRow | undefined, event: Recorded<WebhookEvent>): WebhookRow | undefined => {
  const { version } = event;
  if (event.type === 'WebhookRegistered') {
    const { data } = event;
    return {
      webhook_id: data.webhookId,
      name: data.name,
      url: data.url,
      kinds: data.kinds,
      division_code: data.divisionCode,
      department_id: data.departmentId,
      roles: data.roles,
      status: 'active',
      secret_version: data.secretVersion,
      registered_at: data.at,
      version,
    };
  }
  if (row === undefined) return undefined;
  switch (event.type) {
    case 'WebhookPaused':
      return { ...row, status: 'paused', version };
    case 'WebhookResumed':
      return { ...row, status: 'active', version };
    case 'WebhookSecretRotated':
      return { ...row, secret_version: event.data.secretVersion, version };
    case 'WebhookDeleted':
      return { ...row, status: 'deleted', version };
    default:
      return event satisfies never;
  }
};

export const webhookListProjection = rowProjection<WebhookRow, WebhookEvent>({
  name: 'webhook-list@1',
  table: webhooks,
  key: 'webhook_id',
  handles: ['WebhookRegistered', 'WebhookPaused', 'WebhookResumed', 'WebhookSecretRotated', 'WebhookDeleted'],
  keyOf: (event) => event.data.webhookId,
  apply,
});
