import type { Sql } from '../../../src/platform/sql.ts';
import type { WebhookRow } from './table.ts';

export const findWebhook = async (sql: Sql, webhookId: string): Promise<WebhookRow | undefined> => {
  const [row] = await sql<WebhookRow>`
    select * from webhooks where webhook_id = ${webhookId} and status <> 'deleted'`;
  return row;
};

/** In the order in which they were registered. */
export const listWebhooks = (sql: Sql): PromiseLike<readonly WebhookRow[]> =>
  sql<WebhookRow>`select * from webhooks where status <> 'deleted' order by registered_at, webhook_id`;
