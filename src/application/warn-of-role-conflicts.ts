import { listActiveUsers } from '../../projections/identity/user-list/queries.ts';
import { conflictsAmong } from '../identity/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';

/** Logs at startup violations of the separation of duties from before it was enforced, and how to correct them. */
export const warnOfRoleConflicts = async ({
  sql,
  clock,
  logger,
}: {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<void> => {
  const now = new Date(clock.now()).toISOString();
  const rows = await listActiveUsers(sql);
  const conflicts = rows.flatMap(({ assignments }) => conflictsAmong(assignments, now)).length;
  if (conflicts > 0)
    logger.warn(
      { conflicts },
      'people have roles that must be separate: "yiwang user duties" lists them, with --apply it revokes the later role',
    );
  const someoneGrants = rows.some(({ assignments }) =>
    assignments.some(({ role }) => role === 'securityAdministrator'),
  );
  if (rows.length > 0 && !someoneGrants)
    logger.warn(
      'nobody may grant roles: "yiwang admin create --role securityAdministrator" creates a user who may',
    );
};
