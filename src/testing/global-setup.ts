import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeDataFolder, startEmbeddedPostgres } from '../platform/embedded-postgres/index.ts';
import { applyMigrations } from '../platform/migrations.ts';
import { COMPILED_COPY } from '../platform/module-arguments.ts';
import { compileCopy } from './compile.ts';
import { MIGRATED, makeTemplate } from './database-templates.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Server of this test run; `createTestDatabase` makes databases on it. */
    postgresUrl: string;
  }
}

/** One real PostgreSQL for the whole run, in a separate folder. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, mayCreateDatabases: true, maxConnections: 300 });
  await makeTemplate(postgres.url, MIGRATED, applyMigrations);
  const copy = await compileCopy();
  process.env[COMPILED_COPY] = copy.folder;
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await copy.remove();
    await postgres.stop();
    await removeDataFolder(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
};
