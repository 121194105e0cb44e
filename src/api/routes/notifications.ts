import { z } from '@hono/zod-openapi';
import {
  countUnread,
  listNotifications,
} from '../../../projections/notifications/notification-list/queries.ts';
import type { NotificationRow } from '../../../projections/notifications/notification-list/table.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { fold } from '../../commands/decider.ts';
import {
  notificationDecider,
  notificationStream,
  preferencesDecider,
  preferencesStream,
  quietHoursSchema,
} from '../../notifications/index.ts';
import { signedIn } from '../access.ts';
import { listOf } from '../answers/common.ts';
import {
  acknowledgedNotificationAnswer,
  notificationAnswer,
  preferencesAnswer,
  unreadCountAnswer,
} from '../answers/notifications.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { requireNotificationKinds } from '../known-kinds.ts';
import { presentNotification } from '../present.ts';
import { commandContext, flag, nowIso, pageQuery, present, readPage, setETag, settle } from '../request.ts';

const TAG = 'notifications';

const preferencesBody = z.object({
  quietHours: z.union([quietHoursSchema, z.literal('roleDefault'), z.null()]),
  muted: z.array(z.string().regex(/^[a-z][a-zA-Z0-9-]{0,63}$/)).max(50),
});

const presentMine = (row: NotificationRow): Shown<typeof notificationAnswer> => ({
  ...presentNotification(row),
  deferredUntil: row.released_at === null ? row.deferred_until : null,
  acknowledgedAt: row.acknowledged_at,
});

/** A person's notifications and their preferences, accessible only to that person. */
export const notificationRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  endpoint(app, {
    method: 'get',
    path: '/notifications',
    access: signedIn('one’s own'),
    tag: TAG,
    summary: 'My notifications, latest first',
    query: z.object({
      ...pageQuery,
      unread: flag().optional(),
      kind: z.string().max(64).optional(),
    }),
    answer: listOf(notificationAnswer),
    async handle(context, { query }) {
      const { userId } = context.var.user;
      const filter = present({ unread: query.unread, kind: query.kind });
      const page = await listNotifications(sql, userId, filter, readPage(query));
      return { items: page.items.map(presentMine), nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/notifications/unread-count',
    access: signedIn('one’s own'),
    tag: TAG,
    summary: 'Number of my notifications waiting for acknowledgement',
    answer: unreadCountAnswer,
    handle: async (context) => ({ count: await countUnread(sql, context.var.user.userId) }),
  });

  endpoint(app, {
    method: 'post',
    path: '/notifications/{notificationId}/acknowledgement',
    access: signedIn('one’s own'),
    tag: TAG,
    summary: 'Acknowledge a notification: it is not escalated to anybody else',
    params: z.object({ notificationId: z.string().max(64) }),
    answer: acknowledgedNotificationAnswer,
    async handle(context, { params: { notificationId } }) {
      const { userId } = context.var.user;
      await settle(
        context,
        deps,
        await handle({
          stream: notificationStream(notificationId),
          decider: notificationDecider,
          command: { type: 'AcknowledgeNotification', userId, at: nowIso(deps) },
          context: commandContext(context, {}),
        }),
      );
      return { notificationId, acknowledged: true as const };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/notification-preferences',
    access: signedIn('one’s own'),
    tag: TAG,
    summary: 'My quiet hours and the kinds that I have turned off',
    answer: preferencesAnswer,
    async handle(context) {
      const events = await store.readStream(preferencesStream(context.var.user.userId));
      setETag(context, events.length);
      return { ...fold(preferencesDecider, events as never) };
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/notification-preferences',
    access: signedIn('one’s own'),
    tag: TAG,
    summary:
      'Set my quiet hours (`roleDefault`, null for none, or from and until in Beijing time) and the kinds to turn off; urgent notifications are always sent',
    body: preferencesBody,
    answer: preferencesAnswer,
    async handle(context, { body }) {
      const { userId } = context.var.user;
      await requireNotificationKinds(deps, 'muted', body.muted);
      const state = await settle(
        context,
        deps,
        await handle({
          stream: preferencesStream(userId),
          decider: preferencesDecider,
          command: { type: 'SetNotificationPreferences', data: { userId, ...body } },
          context: commandContext(context, body),
        }),
      );
      return { ...state };
    },
  });
};
