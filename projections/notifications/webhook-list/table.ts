import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Role } from '../../../src/identity/events.ts';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

export const webhooks = pgTable(
  'webhooks',
  {
    webhookId: text('webhook_id').primaryKey(),
    name: text('name').notNull(),
    url: text('url').notNull(),
    kinds: jsonb('kinds').$type<readonly string[]>(),
    divisionCode: text('division_code').notNull(),
    departmentId: text('department_id'),
    roles: jsonb('roles').$type<readonly Role[]>(),
    status: text('status').$type<'active' | 'paused' | 'deleted'>().notNull(),
    secretVersion: integer('secret_version').notNull(),
    registeredAt: instant('registered_at').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [index('webhooks_division').on(table.divisionCode)],
);

export type WebhookRow = RowOf<typeof webhooks>;
