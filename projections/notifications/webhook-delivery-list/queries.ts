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

export interface WebhookHealth {
  readonly delivered: number;
  readonly dead: number;
  readonly pending: number;
  readonly last_delivered_at: string | null;
}

/** By webhook: what was requested since a time and has ended, and all that still waits. */
export const webhookHealth = async (
  sql: Sql,
  webhookIds: readonly string[],
  sinceIso: string,
): Promise<ReadonlyMap<string, WebhookHealth>> => {
  const rows = await sql<WebhookHealth & { readonly webhook_id: string }>`
    select webhook_id,
      count(*) filter (where state = 'delivered')::int as delivered,
      count(*) filter (where state = 'dead')::int as dead,
      count(*) filter (where state = 'pending')::int as pending,
      max(settled_at) filter (where state = 'delivered') as last_delivered_at
    from webhook_deliveries
    where webhook_id = any(${webhookIds}::text[])
      and (requested_at >= ${sinceIso}::timestamptz or state = 'pending')
    group by webhook_id`;
  return new Map(rows.map(({ webhook_id, ...health }) => [webhook_id, health]));
};
