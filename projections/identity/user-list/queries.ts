import type { Sql } from '../../../src/platform/sql.ts';
import type { UserRow } from './table.ts';

export const findUser = async (sql: Sql, userId: string): Promise<UserRow | undefined> => {
  const [row] = await sql<UserRow>`select * from users where user_id = ${userId} and status = 'active'`;
  return row;
};

/** Those for whom a change of rights waits for a second person. */
export const usersWithPendingChanges = async (sql: Sql): Promise<readonly UserRow[]> =>
  await sql<UserRow>`select * from users where pending_changes <> '[]'::jsonb order by user_id`;
