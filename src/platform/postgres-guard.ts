import type { Sql } from './sql.ts';

/** The database would acknowledge data that it can lose. */
export class NotDurableError extends Error {
  readonly code = 'databaseNotDurable';
}

/** Refuses a server that answers a commit before it is on disk: an acknowledgement would promise too much. */
export const assertDurable = async (sql: Sql): Promise<void> => {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const [row] = await sql<{ value: string }>`select current_setting(${setting}) as value`;
    if (row?.value === 'off') {
      throw new NotDurableError(
        `PostgreSQL runs with ${setting} = off: switch it on, otherwise acknowledged data can be lost.`,
      );
    }
  }
};
