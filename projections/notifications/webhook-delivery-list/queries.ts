import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import type { WebhookDeliveryRow } from './table.ts';

/** Deliveries of a webhook, latest first. */
export const listDeliveries = async (
  sql: Sql,
  webhookId: string,
  state: WebhookDeliveryRow['state'] | undefined,
  request: PageRequest,
): Promise<Page<WebhookDeliveryRow>> => {
  const page = pageBy<WebhookDeliveryRow>(sql, request, { at: 'requested_at', id: 'delivery_id' });
  const rows = await sql<WebhookDeliveryRow>`
    select * from webhook_deliveries
    where webhook_id = ${webhookId}
      and ${state === undefined ? sql`true` : sql`state = ${state}`}
    ${page.rest}`;
  return page.of(rows);
};

const MOST_PENDING = 10_000;

/** Ids of what still has to be delivered, for one webhook or for all that are not paused. */
export const pendingDeliveries = async (sql: Sql, webhookId?: string): Promise<readonly string[]> => {
  const rows = await sql<{ delivery_id: string }>`
    select delivery_id from webhook_deliveries join webhooks using (webhook_id)
    where state = 'pending' and status <> 'paused'
      and ${webhookId === undefined ? sql`true` : sql`webhook_id = ${webhookId}`}
    order by requested_at, delivery_id limit ${MOST_PENDING}`;
  return rows.map(({ delivery_id: id }) => id);
};
