import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';

/** An arbitrary constant: two servers starting at once apply the migrations one after the other. */
const MIGRATION_LOCK = 7_415_201;

/** Applies the SQL of `migrations/` that this database does not have yet, on a dedicated connection. */
export const applyMigrations = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), {
      migrationsFolder: fileURLToPath(new URL('../../migrations', import.meta.url)),
    });
  } finally {
    // The lock is released with the connection.
    await client.end();
  }
};
