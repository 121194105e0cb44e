import { connectDatabase } from '../platform/connect-database.ts';

/** The tables of the product, without rows; made before the first test. */
export const MIGRATED = 'template_migrated';
/** Those of a product that has been started once: with its domain data in log and read models; made by the first that asks. */
export const SEEDED = 'template_seeded';

export type DatabaseTemplate = typeof MIGRATED | typeof SEEDED;

export const databaseUrl = (server: string, database: string): string => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
};

/** Makes a database of which others are copies: copying costs a tenth of filling. Once a run, by whichever file comes first. */
export const makeTemplate = async (
  server: string,
  name: DatabaseTemplate,
  fill: (url: string) => Promise<void>,
): Promise<void> => {
  const admin = connectDatabase({ url: server, name: 'test-template', maxConnections: 1 });
  try {
    await admin.withConnection(async (sql) => {
      await sql`select pg_advisory_lock(hashtext(${name}))`;
      const [made] = await sql`select from pg_database where datname = ${name}`;
      if (made !== undefined) return;
      // Under its name only when it is whole: somebody else may have failed in the middle.
      const making = `${name}_making`;
      await sql.statement(`drop database if exists ${making} with (force)`, []);
      await sql.statement(`create database ${making}`, []);
      await fill(databaseUrl(server, making));
      // What somebody is connected to, a vacuum for instance, cannot be copied.
      await sql.statement(`alter database ${making} with allow_connections false`, []);
      await sql.statement(`alter database ${making} rename to ${name}`, []);
    });
  } finally {
    // The lock goes with the connection.
    await admin.end();
  }
};
