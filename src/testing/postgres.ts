import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connectDatabase, type Database } from '../platform/sql.ts';

export interface TestDatabase {
  readonly url: string;
  readonly sql: Database;
  drop(): Promise<void>;
}

/** A fresh database on the server of this test run. */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = connectDatabase({ url: server, name: 'test-admin', maxConnections: 1 });
  await admin.statement(`create database ${name}`, []);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const sql = connectDatabase({ url: url.href, name: 'test', maxConnections: 2 });
  return {
    url: url.href,
    sql,
    async drop() {
      await sql.end();
      await admin.statement(`drop database ${name} with (force)`, []);
      await admin.end();
    },
  };
};
