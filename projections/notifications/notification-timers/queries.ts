import type { Sql } from '../../../src/platform/sql.ts';
import type { NotificationTimerRow } from './table.ts';

/** Running timers that are due at a moment (ISO 8601), the longest due first. */
export const dueTimers = (
  sql: Sql,
  at: string,
  limit: number,
): PromiseLike<readonly NotificationTimerRow[]> =>
  sql<NotificationTimerRow>`
    select * from notification_timers where running and due_at <= ${at} order by due_at limit ${limit}`;
