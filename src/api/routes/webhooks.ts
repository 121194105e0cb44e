import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  pendingDeliveries,
  type WebhookHealth,
  webhookHealth,
} from '../../../projections/notifications/webhook-delivery-list/queries.ts';
import { listWebhooks } from '../../../projections/notifications/webhook-list/queries.ts';
import type { WebhookRow } from '../../../projections/notifications/webhook-list/table.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { ROLES } from '../../identity/index.ts';
import { webhookPolicy } from '../../identity/policy/index.ts';
import { webhookDecider, webhookSecret, webhookStream } from '../../notifications/index.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import { holdersOf } from '../access.ts';
import {
  registeredWebhookAnswer,
  webhookAnswer,
  webhookSecretAnswer,
  webhookStatusAnswer,
} from '../answers/notifications.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { requireNotificationKinds } from '../known-kinds.ts';
import { requireDepartment, requireDivision } from '../known-places.ts';
import { allowedAmong, at, placesOf, requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, digestOfShown, nowIso, setETag, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { managedWebhook, webhookParams } from './webhook-access.ts';

const TAG = 'webhooks';
const DAY_MS = 86_400_000;
const webhookBody = z.object({
  name: z.string().min(1).max(100),
  url: z.string().min(1).max(2000),
  kinds: z.array(z.string().max(64)).min(1).max(50).nullable().default(null),
  divisionCode: z.string().regex(/^\d{2,12}$/),
  departmentId: z.string().max(64).nullable().default(null),
  roles: z.array(z.enum(ROLES)).min(1).nullable().default(null),
});

const presentWebhook = (row: WebhookRow, health: WebhookHealth | undefined): Shown<typeof webhookAnswer> => ({
  webhookId: row.webhook_id,
  name: row.name,
  url: row.url,
  kinds: row.kinds,
  divisionCode: row.division_code,
  departmentId: row.department_id,
  roles: row.roles,
  status: row.status,
  registeredAt: row.registered_at,
  health: {
    delivered: health?.delivered ?? 0,
    dead: health?.dead ?? 0,
    pending: health?.pending ?? 0,
    lastDeliveredAt: health?.last_delivered_at ?? null,
  },
  version: row.version,
});

/** Other systems that are notified: managed by people who may manage webhooks in their division. */
export const webhookRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store, keys } = deps.core;
  const { deliveries } = deps;
  const handle = createCommandHandler(store);
  const healthOf = (rows: readonly WebhookRow[]) =>
    webhookHealth(
      sql,
      rows.map((row) => row.webhook_id),
      new Date(deps.clock.now() - DAY_MS).toISOString(),
    );

  endpoint(app, {
    method: 'get',
    path: '/webhooks',
    access: holdersOf('webhook:manage'),
    tag: TAG,
    summary: 'Webhooks that I may manage; secrets are never shown again',
    answer: wholeListOf(webhookAnswer),
    async handle(context) {
      const rows = await listWebhooks(sql);
      const items = allowedAmong(context, deps, webhookPolicy, 'manage', rows, placesOf);
      const health = await healthOf(items);
      return answerList(
        context,
        items.map((row) => presentWebhook(row, health.get(row.webhook_id))),
      );
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/webhooks',
    done: 201,
    access: holdersOf('webhook:manage'),
    tag: TAG,
    summary: 'Register a webhook; its secret is shown only in this answer',
    body: webhookBody,
    answer: registeredWebhookAnswer,
    async handle(context, { body }) {
      requireAllowed(context, deps, webhookPolicy, 'manage', { after: at(body.divisionCode) });
      requireDivision(deps, body.divisionCode);
      requireDepartment(deps, body.departmentId);
      await requireNotificationKinds(deps, 'kinds', body.kinds ?? []);
      const refused = deliveries.targetProblem(body.url);
      if (refused !== undefined) throw new ProblemError('webhookTargetRefused', refused);
      const command = commandContext(context, body);
      const { userId } = context.var.user;
      const webhookId = command.key === undefined ? newId() : derivedId('webhook', userId, command.key);
      const state = await settle(
        context,
        deps,
        await handle({
          stream: webhookStream(webhookId),
          decider: webhookDecider,
          command: { type: 'RegisterWebhook', data: { webhookId, ...body, at: nowIso(deps) } },
          context: command,
        }),
      );
      if (state.status === 'none') throw new ProblemError('internal');
      context.header('location', `/api/v1/webhooks/${webhookId}`);
      const { secretVersion } = state;
      return { ...state, secret: webhookSecret(keys.webhooks, webhookId, secretVersion) };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/webhooks/{webhookId}',
    access: holdersOf('webhook:manage'),
    tag: TAG,
    summary: 'One webhook',
    params: webhookParams,
    answer: webhookAnswer,
    async handle(context, { params }) {
      const row = await managedWebhook(context, deps, params.webhookId);
      const shown = presentWebhook(row, (await healthOf([row])).get(row.webhook_id));
      setETag(context, row.version, digestOfShown(deps, shown));
      return shown;
    },
  });

  const give = async (
    context: Context<ApiEnv>,
    webhookId: string,
    type: 'PauseWebhook' | 'ResumeWebhook' | 'RotateWebhookSecret' | 'DeleteWebhook',
  ) => {
    await managedWebhook(context, deps, webhookId);
    const state = await settle(
      context,
      deps,
      await handle({
        stream: webhookStream(webhookId),
        decider: webhookDecider,
        command: { type, at: nowIso(deps) },
        context: commandContext(context, {}),
      }),
    );
    if (state.status === 'none') throw new ProblemError('internal');
    return state;
  };

  endpoint(app, {
    method: 'post',
    path: '/webhooks/{webhookId}/pause',
    access: holdersOf('webhook:manage'),
    tag: TAG,
    summary: 'Pause the webhook; events occurring meanwhile wait',
    params: webhookParams,
    answer: webhookStatusAnswer,
    handle: async (context, { params }) => ({
      status: (await give(context, params.webhookId, 'PauseWebhook')).status,
    }),
  });

  endpoint(app, {
    method: 'post',
    path: '/webhooks/{webhookId}/resumption',
    access: holdersOf('webhook:manage'),
    tag: TAG,
    summary: 'Resume the webhook, starting with the waiting events',
    params: webhookParams,
    answer: webhookStatusAnswer,
    async handle(context, { params: { webhookId } }) {
      const { status } = await give(context, webhookId, 'ResumeWebhook');
      await deliveries.enqueueMissing(await pendingDeliveries(sql, webhookId));
      return { status };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/webhooks/{webhookId}/secret',
    access: holdersOf('webhook:manage'),
    tag: TAG,
    summary: 'Create a new secret, shown only once; the old one is no longer used for signatures',
    params: webhookParams,
    answer: webhookSecretAnswer,
    async handle(context, { params: { webhookId } }) {
      const { secretVersion } = await give(context, webhookId, 'RotateWebhookSecret');
      return { webhookId, secret: webhookSecret(keys.webhooks, webhookId, secretVersion) };
    },
  });

  endpoint(app, {
    method: 'delete',
    path: '/webhooks/{webhookId}',
    done: 204,
    access: holdersOf('webhook:manage'),
    tag: TAG,
    summary: 'Delete a webhook; pending deliveries are given up',
    params: webhookParams,
    async handle(context, { params }) {
      await give(context, params.webhookId, 'DeleteWebhook');
    },
  });
};
