import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { EARLY_TOLERANCE_MS, TIMELESS_FROM_MS } from '../event-store/postgres/partitions/lookup.ts';
import {
  attachPartition,
  createPartitionTable,
  partitionTable,
} from '../event-store/postgres/partitions/partition.ts';
import type { Database } from '../platform/sql.ts';
import { findArchive } from './archives.ts';
import { ArchiveError, type ArchiveManifest, archiveFolder } from './manifest.ts';
import { checkArchive } from './read-archive.ts';

export interface RestoreRangeOptions {
  readonly sql: Database;
  readonly databaseUrl: string;
  readonly archiveDir: string;
  readonly first: number;
}

/**
 * Loads an archived range into the log again, where it is read like the rest: streams, positions, the hash chain. Read models
 * already contain it, from the carried-forward events. Throws ArchiveError.
 */
export const restoreRange = async (options: RestoreRangeOptions): Promise<ArchiveManifest> => {
  const { sql, first, archiveDir } = options;
  const range = await findArchive(sql, first);
  if (range === undefined) throw new ArchiveError('noArchive', `no archived range begins at ${first}`);
  if (range.state !== 'dropped')
    throw new ArchiveError('notDropped', `the range from ${first} is in the log`);
  const manifest = await checkArchive(archiveDir, first);
  if (manifest.sha256 !== range.sha256)
    throw new ArchiveError('damaged', `the archive from ${first} is not the one that was created`);
  await load(options, manifest);
  return manifest;
};

const load = async (
  { sql, databaseUrl, archiveDir, first }: RestoreRangeOptions,
  manifest: ArchiveManifest,
): Promise<void> => {
  const table = partitionTable({ first });
  await sql.statement(`drop table if exists ${table}`, []);
  await createPartitionTable(sql, { first });
  await sql.statement(`alter table ${table} alter column ageing set default true`, []);
  const client = new Client({ connectionString: databaseUrl, application_name: 'yiwang-archive' });
  await client.connect();
  try {
    const target = client.query(copyFrom(`copy ${table} (${manifest.columns.join(', ')}) from stdin`));
    await pipeline(
      createReadStream(join(archiveFolder(archiveDir, first), manifest.file)),
      createGunzip(),
      target,
    );
  } finally {
    await client.end();
  }
  await sql.begin(async (tx) => {
    await attachPartition(tx, manifest);
    await tx`
      insert into event_partitions (first_position, last_position, created_at, closed_at, versions_kept)
      values (${first}, ${manifest.last}, ${manifest.recordedUntil}, ${manifest.recordedUntil}, true)`;
    await tx.statement(
      `insert into early_event_ids select id, position from ${table}, lateral (
         select ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint as time) as told
       where time > extract(epoch from recorded_at) * 1000 + ${EARLY_TOLERANCE_MS} and time < ${TIMELESS_FROM_MS}
       on conflict do nothing`,
      [],
    );
    await tx`update log_archives set state = 'restored' where first_position = ${first}`;
  });
};
