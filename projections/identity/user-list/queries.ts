import type { Sql } from '../../../src/platform/sql.ts';
import type { UserRow } from './table.ts';

export const findUser = async (sql: Sql, userId: string): Promise<UserRow | undefined> => {
  const [row] = await sql<UserRow>`select * from users where user_id = ${userId}`;
  return row;
};

export const findActiveUser = async (sql: Sql, userId: string): Promise<UserRow | undefined> => {
  const user = await findUser(sql, userId);
  return user?.status === 'active' ? user : undefined;
};

/** Those of the ids that are users', whole. */
export const findUsers = async (sql: Sql, ids: readonly string[]): Promise<readonly UserRow[]> =>
  await sql<UserRow>`select * from users where user_id = any(${ids as string[]}::text[])`;

/** Those of the ids that are users'. */
export const findUserIds = async (sql: Sql, ids: readonly string[]): Promise<readonly string[]> => {
  const rows = await sql<UserRow>`select user_id from users where user_id = any(${ids}::text[])`;
  return rows.map((row) => row.user_id);
};

/** By login name. */
export const listUsers = (sql: Sql): PromiseLike<readonly UserRow[]> =>
  sql<UserRow>`select * from users order by login_name`;

export const listActiveUsers = (sql: Sql): PromiseLike<readonly UserRow[]> =>
  sql<UserRow>`select * from users where status = 'active' order by login_name`;

/** Those for whom a change of rights waits for a second person. */
export const usersWithPendingChanges = async (sql: Sql): Promise<readonly UserRow[]> =>
  await sql<UserRow>`select * from users where pending_changes <> '[]'::jsonb order by user_id`;
