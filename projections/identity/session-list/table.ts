import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, type RowOf } from '../../../src/platform/columns.ts';

export const sessions = pgTable(
  'sessions',
  {
    sessionId: text('session_id').primaryKey(),
    userId: text('user_id').notNull(),
    openedAt: instant('opened_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (table) => [index('sessions_user').on(table.userId)],
);

export type SessionRow = RowOf<typeof sessions>;
