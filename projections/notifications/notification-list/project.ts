import type {
  NotificationAcknowledged,
  NotificationIssued,
  NotificationReleased,
} from '../../../src/notifications/events.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import type { Recorded } from '../../../src/projection-engine/row-projection.ts';
import { type NotificationRow, notifications } from './table.ts';

type Handled = NotificationIssued | NotificationReleased | NotificationAcknowledged;

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

export const notificationListProjection: Projection = {
  name: 'notification-list@2',
  tables: ['notifications'],
  handles: new Set<Handled['type']>([
    'NotificationIssued',
    'NotificationReleased',
    'NotificationAcknowledged',
  ]),
  async project(batch, sql) {
    const events = batch as unknown as readonly Recorded<Handled>[];
    const ids = [...new Set(events.map(({ data }) => data.notificationId))];
    const known = await sql<NotificationRow>`
      select * from notifications where notification_id = any(${ids}::text[])`;
    const rows = new Map(known.map((row) => [`${row.notification_id} ${row.user_id}`, row]));
    const touched = new Set<string>();
    const change = (
      notificationId: string,
      userId: string,
      alter: (row: NotificationRow) => NotificationRow,
    ) => {
      const key = `${notificationId} ${userId}`;
      const row = rows.get(key);
      if (row === undefined) return;
      rows.set(key, alter(row));
      touched.add(key);
    };
    for (const { type, data } of events) {
      if (type === 'NotificationIssued') {
        for (const row of rowsOf(data)) {
          rows.set(`${row.notification_id} ${row.user_id}`, row);
          touched.add(`${row.notification_id} ${row.user_id}`);
        }
      } else if (type === 'NotificationReleased') {
        for (const userId of data.userIds)
          change(data.notificationId, userId, (row) => ({ ...row, released_at: data.at }));
      } else change(data.notificationId, data.userId, (row) => ({ ...row, acknowledged_at: data.at }));
    }
    await upsert(
      sql,
      [...touched].map((key) => rows.get(key)!),
    );
  },
};
