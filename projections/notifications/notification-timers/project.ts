import type { NotificationEvent } from '../../../src/notifications/events.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import type { Recorded } from '../../../src/projection-engine/row-projection.ts';
import { type NotificationTimerRow, notificationTimers } from './table.ts';

const upsert = rowUpserter<NotificationTimerRow>(notificationTimers, ['notification_id', 'kind', 'due_at']);

export const notificationTimersProjection: Projection = {
  name: 'notification-timers@1',
  tables: ['notification_timers'],
  handles: new Set<NotificationEvent['type']>([
    'NotificationIssued',
    'NotificationReleased',
    'NotificationAcknowledged',
    'NotificationEscalated',
  ]),
  async project(batch, sql) {
    const events = batch as unknown as readonly Recorded<NotificationEvent>[];
    const ids = [...new Set(events.map(({ data }) => data.notificationId))];
    const known = await sql<NotificationTimerRow>`
      select * from notification_timers where notification_id = any(${ids}::text[])`;
    const keyOf = (row: NotificationTimerRow) => `${row.notification_id} ${row.kind} ${row.due_at}`;
    const rows = new Map(known.map((row) => [keyOf(row), row]));
    const put = (row: NotificationTimerRow) => rows.set(keyOf(row), row);
    const stop = (matches: (row: NotificationTimerRow) => boolean) => {
      for (const row of rows.values()) if (row.running && matches(row)) put({ ...row, running: false });
    };
    for (const { type, data } of events) {
      const id = data.notificationId;
      if (type === 'NotificationIssued') {
        const { escalateAt, recipients } = data;
        if (escalateAt !== null)
          put({ notification_id: id, kind: 'escalate', due_at: escalateAt, running: true });
        for (const { deferredUntil } of recipients)
          if (deferredUntil !== null)
            put({ notification_id: id, kind: 'release', due_at: deferredUntil, running: true });
      } else if (type === 'NotificationReleased') {
        stop((row) => row.notification_id === id && row.kind === 'release' && row.due_at === data.dueAt);
      } else stop((row) => row.notification_id === id && row.kind === 'escalate');
    }
    await upsert(sql, [...rows.values()]);
  },
};
