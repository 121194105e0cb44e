import { findUsers } from '../../projections/identity/user-list/queries.ts';
import type { ApiDeps } from './deps.ts';

const USER = 'user:';

/** Names of staff members by their ids; erased people are not included. */
export const staffNames = async (
  { core }: Pick<ApiDeps, 'core'>,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows = await findUsers(core.sql, [...new Set(userIds)]);
  const named = rows.map(
    async (row) => [row.user_id, await core.accounts.openName(row.user_id, row.display_name)] as const,
  );
  return new Map(await Promise.all(named));
};

/** By actors as events carry them, `user:…`; the system and devices have no names. */
export const actorNames = async (
  deps: Pick<ApiDeps, 'core'>,
  actors: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = actors.filter((actor) => actor.startsWith(USER)).map((actor) => actor.slice(USER.length));
  const names = await staffNames(deps, ids);
  return new Map([...names].map(([userId, name]) => [`${USER}${userId}`, name]));
};
