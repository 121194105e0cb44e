import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import { type EventOf, type Handlers, handle, typesOf } from '../../../src/projection-engine/handlers.ts';
import type { Projection } from '../../../src/projection-engine/projection.ts';
import { type NotificationTimerRow, notificationTimers } from './table.ts';

const upsert = rowUpserter<NotificationTimerRow>(notificationTimers, ['notification_id', 'kind', 'due_at']);

type Timers = Map<string, NotificationTimerRow>;

const keyOf = (row: NotificationTimerRow): string => `${row.notification_id} ${row.kind} ${row.due_at}`;

const put = (timers: Timers, row: NotificationTimerRow): void => {
  timers.set(keyOf(row), row);
};

const stop = (timers: Timers, matches: (row: NotificationTimerRow) => boolean): void => {
  for (const row of timers.values()) if (row.running && matches(row)) put(timers, { ...row, running: false });
};

const stopEscalation = (
  { data: { notificationId } }: EventOf<'NotificationAcknowledged' | 'NotificationEscalated'>,
  timers: Timers,
): void => stop(timers, (row) => row.notification_id === notificationId && row.kind === 'escalate');

const on: Handlers<Timers> = {
  NotificationIssued({ data: { notificationId: id, escalateAt, recipients } }, timers) {
    if (escalateAt !== null)
      put(timers, { notification_id: id, kind: 'escalate', due_at: escalateAt, running: true });
    for (const { deferredUntil } of recipients)
      if (deferredUntil !== null)
        put(timers, { notification_id: id, kind: 'release', due_at: deferredUntil, running: true });
  },
  NotificationReleased: ({ data: { notificationId, dueAt } }, timers) =>
    stop(
      timers,
      (row) => row.notification_id === notificationId && row.kind === 'release' && row.due_at === dueAt,
    ),
  NotificationAcknowledged: stopEscalation,
  NotificationEscalated: stopEscalation,
};

export const notificationTimersProjection: Projection = {
  name: 'notification-timers@1',
  tables: ['notification_timers'],
  handles: typesOf(on),
  async project(batch, sql) {
    const events = batch as readonly { data: { notificationId: string } }[];
    const ids = [...new Set(events.map(({ data }) => data.notificationId))];
    const known = await sql<NotificationTimerRow>`
      select * from notification_timers where notification_id = any(${ids}::text[])`;
    const timers: Timers = new Map(known.map((row) => [keyOf(row), row]));
    for (const event of batch) handle(on, event, timers);
    await upsert(sql, [...timers.values()]);
  },
};
