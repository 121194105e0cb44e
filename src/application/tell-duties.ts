import { listActiveUsers } from '../../projections/identity/user-list/queries.ts';
import { conflictsAmong } from '../identity/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';

/** Tells at a start what stands against the separation of duties from before it was demanded, and what mends it. */
export const tellDuties = async ({
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
      'people hold roles that must be apart: "yiwang user duties" names them, with --apply takes the later role back',
    );
  const someoneGrants = rows.some(({ assignments }) =>
    assignments.some(({ role }) => role === 'securityAdministrator'),
  );
  if (rows.length > 0 && !someoneGrants)
    logger.warn(
      'nobody may give roles: "yiwang admin create --role securityAdministrator" makes somebody who may',
    );
};
