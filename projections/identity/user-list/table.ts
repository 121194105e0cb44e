import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Assignment, RightsChangeRequested } from '../../../src/identity/events.ts';
import type { RowOf } from '../../../src/platform/columns.ts';

/** Display name and password hash stay sealed under the person's key. */
export const users = pgTable(
  'users',
  {
    userId: text('user_id').primaryKey(),
    loginName: text('login_name').notNull(),
    displayName: text('display_name').notNull(),
    passwordHash: text('password_hash').notNull(),
    status: text('status').$type<'active' | 'disabled'>().notNull(),
    assignments: jsonb('assignments').$type<readonly Assignment[]>().notNull(),
    /** Changes of rights that wait for a second person, oldest first. */
    pendingChanges: jsonb('pending_changes')
      .$type<readonly Omit<RightsChangeRequested['data'], 'userId'>[]>()
      .notNull()
      .default([]),
    version: integer('version').notNull(),
  },
  (table) => [index('users_login_name').on(table.loginName)],
);

export type UserRow = RowOf<typeof users>;
