import type { NotificationIssued } from '../../../src/notifications/events.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import { type Handlers, handle, typesOf } from '../../../src/projection-engine/handlers.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import { type NotificationRow, notifications } from './table.ts';

const upsert = rowUpserter<NotificationRow>(notifications, ['notification_id', 'user_id']);

const rowsOf = (data: NotificationIssued['data']): NotificationRow[] =>
  data.recipients.map(({ userId, deferredUntil }) => ({
    notification_id: data.notificationId,
    user_id: userId,
    kind: data.kind,
    rule_id: data.ruleId,
    urgent: data.urgent,
    step: data.step,
    title: data.title,
    body: data.body,
    case_id: data.caseId,
    alarm_id: data.alarmId,
    issued_at: data.at,
    deferred_until: deferredUntil,
    released_at: deferredUntil === null ? data.at : null,
    acknowledged_at: null,
  }));

/** Rows that a batch is about, by notification and person. */
interface Rows {
  readonly all: Map<string, NotificationRow>;
  readonly touched: Set<string>;
}

const keyOf = (notificationId: string, userId: string): string => `${notificationId} ${userId}`;

const change = (
  { all, touched }: Rows,
  key: string,
  alter: (row: NotificationRow) => NotificationRow,
): void => {
  const row = all.get(key);
  if (row === undefined) return;
  all.set(key, alter(row));
  touched.add(key);
};

const on: Handlers<Rows> = {
  NotificationIssued({ data }, { all, touched }) {
    for (const row of rowsOf(data)) {
      all.set(keyOf(row.notification_id, row.user_id), row);
      touched.add(keyOf(row.notification_id, row.user_id));
    }
  },
  NotificationReleased({ data: { notificationId, userIds, at } }, rows) {
    for (const userId of userIds)
      change(rows, keyOf(notificationId, userId), (row) => ({ ...row, released_at: at }));
  },
  NotificationAcknowledged({ data: { notificationId, userId, at } }, rows) {
    change(rows, keyOf(notificationId, userId), (row) => ({ ...row, acknowledged_at: at }));
  },
};

export const notificationListProjection: Projection = {
  name: 'notification-list@2',
  tables: ['notifications'],
  handles: typesOf(on),
  async project(batch, sql) {
    const events = batch as readonly { data: { notificationId: string } }[];
    const ids = [...new Set(events.map(({ data }) => data.notificationId))];
    const known = await sql<NotificationRow>`
      select * from notifications where notification_id = any(${ids}::text[])`;
    const all = new Map(known.map((row) => [keyOf(row.notification_id, row.user_id), row]));
    const touched = new Set<string>();
    for (const event of batch) handle(on, event, { all, touched });
    await upsert(
      sql,
      [...touched].map((key) => all.get(key)!),
    );
  },
};
