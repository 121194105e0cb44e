import type { Sql } from '../../src/platform/sql.ts';
import type { UserRow } from './project.ts';

export const findUser = async (sql: Sql, userId: string): Promise<UserRow | undefined> => {
  const [row] = await sql<UserRow>`select * from users where user_id = ${userId} and status = 'active'`;
  return row;
};
