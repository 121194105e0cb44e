import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findWebhook } from '../../../projections/notifications/webhook-list/queries.ts';
import type { WebhookRow } from '../../../projections/notifications/webhook-list/table.ts';
import { webhookPolicy } from '../../identity/policy/index.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { requireObject } from '../policy.ts';
import { ProblemError } from '../problems.ts';

export const webhookParams = z.object({ webhookId: z.string().max(64) });

/** The webhook, if the user may manage it. */
export const managedWebhook = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  webhookId: string,
): Promise<WebhookRow> =>
  requireObject(
    context,
    deps,
    webhookPolicy,
    'manage',
    await findWebhook(deps.core.sql, webhookId),
    () => new ProblemError('webhookUnknown', { zh: '推送地址（Webhook）不存在', en: 'webhook not found' }),
  );
