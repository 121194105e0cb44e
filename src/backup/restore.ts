import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { attachPartition, createPartitionTable } from '../event-store/postgres/partitions/partition.ts';
import { BackupError } from './backup-error.ts';
import { type BackupFolder, openBackupFile, readBackupText } from './backup-files.ts';
import { checkFiles, KEY_FILE, keyCheckOf, type Manifest, readManifest } from './manifest.ts';

/** Reads the manifest and every file of a backup. Throws BackupError. */
export const checkBackup = async (from: BackupFolder): Promise<Manifest> => {
  const manifest = await readManifest(from);
  await checkFiles(from, [...manifest.tables, ...manifest.attachments, ...manifest.archives]);
  return manifest;
};

/** Puts the backup's master key in place, if there is none yet. To be called before anything opens the data folder. */
export const restoreKey = async (from: BackupFolder, manifest: Manifest, dataDir: string): Promise<void> => {
  if (!manifest.keyIncluded) return;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const key = await readBackupText(from, KEY_FILE);
  await writeFile(join(dataDir, KEY_FILE), key, { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
};

/** Throws BackupError `wrongKey`. */
export const requireKey = (manifest: Manifest, masterKey: Buffer): void => {
  if (keyCheckOf(masterKey) === manifest.keyCheck) return;
  throw new BackupError(
    'wrongKey',
    'the master key is not the one of this backup: without it device secrets and personal data cannot be read. Set YIWANG_MASTER_KEY, or put master.key into the data folder',
  );
};

export interface RestoreOptions {
  readonly from: BackupFolder;
  readonly manifest: Manifest;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly onProgress?: (table: string, rows: number) => void;
}

/** Loads a checked backup into a database with empty tables, in one transaction. Throws BackupError. */
export const restoreBackup = async ({
  from,
  manifest,
  databaseUrl,
  dataDir,
  onProgress,
}: RestoreOptions): Promise<void> => {
  const client = new Client({ connectionString: databaseUrl, application_name: 'yiwang-restore' });
  await client.connect();
  try {
    const migrated = await client.query<{ count: number }>(
      'select count(*)::int as count from drizzle.__drizzle_migrations',
    );
    if (migrated.rows[0]!.count < manifest.migrations)
      throw new BackupError('newerRelease', 'the backup was made by a newer release');
    await client.query('begin');
    const held = await client.query('select 1 from events limit 1');
    if (held.rowCount !== 0)
      throw new BackupError('databaseNotEmpty', 'the database already contains events');
    for (const { table, columns, name, rows } of manifest.tables) {
      await client.query(`delete from "${table}"`);
      const list = columns.map((column) => `"${column}"`).join(', ');
      const target = client.query(copyFrom(`copy "${table}" (${list}) from stdin`));
      await pipeline(await openBackupFile(from, name), createGunzip(), target);
      if (target.rowCount !== rows)
        throw new BackupError('damaged', `${name} has ${target.rowCount} rows, not ${rows}`);
      if (table === 'event_partitions') await makePartitions(client);
      onProgress?.(table, rows);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
  for (const { name } of [...manifest.attachments, ...manifest.archives]) {
    const path = join(dataDir, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(await openBackupFile(from, name), createWriteStream(path, { mode: 0o600, flush: true }));
  }
};

/** Creates the partition tables of the backup, in place of those of an empty log. */
const makePartitions = async (client: Client): Promise<void> => {
  const present = await client.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'events_ageing'::regclass`,
  );
  for (const { name } of present.rows) await client.query(`drop table ${name}`);
  const { rows } = await client.query<{ first: string; last: string }>(
    'select first_position as first, last_position as last from event_partitions',
  );
  for (const { first, last } of rows) {
    const partition = { first: Number(first), last: Number(last) };
    const statement = { statement: (text: string) => client.query(text) };
    await createPartitionTable(statement, partition);
    await attachPartition(statement, partition);
  }
};
