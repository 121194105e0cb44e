import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { webhooks } from './table.ts';

export const webhookListProjection = rowProjection(webhooks)({
  name: 'webhook-list@1',
  keyOf: ({ data }) => data.webhookId,
  on: {
    WebhookRegistered: (_row, { data, version }) => ({
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
    }),
    WebhookPaused: (row, { version }) => row && { ...row, status: 'paused', version },
    WebhookResumed: (row, { version }) => row && { ...row, status: 'active', version },
    WebhookSecretRotated: (row, { data, version }) =>
      row && { ...row, secret_version: data.secretVersion, version },
    WebhookDeleted: (row, { version }) => row && { ...row, status: 'deleted', version },
  },
});
