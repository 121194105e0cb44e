import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connectDatabase } from '../platform/connect-database.ts';
import type { Database } from '../platform/sql.ts';
import { type DatabaseTemplate, databaseUrl } from './database-templates.ts';

export interface TestDatabase {
  readonly url: string;
  readonly sql: Database;
  drop(): Promise<void>;
}

/** A separate database on the server of this test run: empty, or a copy of a template. */
export const createTestDatabase = async (template?: DatabaseTemplate): Promise<TestDatabase> => {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = connectDatabase({ url: server, name: 'test-admin', maxConnections: 1 });
  await admin.statement(
    `create database ${name}${template === undefined ? '' : ` template ${template}`}`,
    [],
  );
  const url = databaseUrl(server, name);
  const sql = connectDatabase({ url, name: 'test', maxConnections: 2 });
  return {
    url,
    sql,
    async drop() {
      await sql.end();
      await admin.statement(`drop database ${name} with (force)`, []);
      await admin.end();
    },
  };
};
