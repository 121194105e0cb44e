import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { webhookListProjection } from './project.ts';

test('a webhook goes through its states, with the version of its secret', async () => {
  const webhookId = 'w1';
  const log = [
    given('WebhookRegistered', { webhookId, secretVersion: 1 }),
    given('WebhookPaused', { webhookId }),
    given('WebhookSecretRotated', { webhookId, secretVersion: 2 }),
  ];
  expect(await rowsAfter(webhookListProjection, log)).toMatchObject([
    { webhook_id: webhookId, status: 'paused', secret_version: 2, version: 3 },
  ]);
  const deleted = [...log, given('WebhookResumed', { webhookId }), given('WebhookDeleted', { webhookId })];
  expect(await rowsAfter(webhookListProjection, deleted)).toMatchObject([{ status: 'deleted', version: 5 }]);
});
