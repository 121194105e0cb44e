import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import type { NotificationRow } from './table.ts';

/** A person's notifications, latest first. */
export const listNotifications = async (
  sql: Sql,
  userId: string,
  filter: { readonly unread?: boolean; readonly kind?: string },
  request: PageRequest,
): Promise<Page<NotificationRow>> => {
  const unread =
    filter.unread === undefined
      ? sql`true`
      : filter.unread
        ? sql`acknowledged_at is null`
        : sql`acknowledged_at is not null`;
  const page = pageBy<NotificationRow>(sql, request, { at: 'issued_at', id: 'notification_id' });
  const rows = await sql<NotificationRow>`
    select * from notifications
    where user_id = ${userId} and ${unread}
      and ${filter.kind === undefined ? sql`true` : sql`kind = ${filter.kind}`}
    ${page.rest}`;
  return page.of(rows);
};

export const countUnread = async (sql: Sql, userId: string): Promise<number> => {
  const [row] = await sql<{ count: number }>`
    select count(*)::int as count from notifications where user_id = ${userId} and acknowledged_at is null`;
  return row!.count;
};

/** Rows of these notifications, for live streams. */
export const findNotifications = async (
  sql: Sql,
  notificationIds: readonly string[],
): Promise<readonly NotificationRow[]> =>
  notificationIds.length === 0
    ? []
    : sql<NotificationRow>`select * from notifications where notification_id = any(${notificationIds}::text[])`;
