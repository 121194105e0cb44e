import { EmbeddedPostgresError, startEmbeddedPostgres } from '../platform/embedded-postgres/index.ts';

/** Runs an embedded PostgreSQL until it is killed: `postgres-holder.ts <data folder>`. Reports to its parent how that went. */
// A listener on the channel keeps the process: PostgreSQL, which has to outlive us, does not.
process.on('message', () => undefined);
try {
  const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2]! });
  process.send?.({ url: postgres.url, pid: postgres.pid(), cluster: postgres.folder.cluster });
} catch (error) {
  process.send?.({ code: error instanceof EmbeddedPostgresError ? error.code : String(error) }, () =>
    process.exit(1),
  );
}
