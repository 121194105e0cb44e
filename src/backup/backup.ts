import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Transform } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BackupError } from './backup-error.ts';
import { type BackupFile, type BackupFolder, writeBackupFile, writeBackupText } from './backup-files.ts';
import { type BackupSeal, ENCRYPTION } from './encryption.ts';
import {
  ARCHIVES,
  ATTACHMENTS,
  KEPT_TABLES,
  KEY_FILE,
  type KeptTable,
  keyCheckOf,
  MANIFEST,
  type Manifest,
} from './manifest.ts';

export interface BackupOptions {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly masterKey: Buffer;
  /** Includes the master key in the backup; anybody who has the backup can then decrypt everything in it. */
  readonly includeKey: boolean;
  /** Encrypts every file; without it they are in plain text. */
  readonly seal?: BackupSeal | undefined;
  /** Must not exist, or be empty. */
  readonly folder: string;
  /** Names of the projections whose checkpoints are kept: the processes, which append and are not rebuilt. */
  readonly processes: readonly string[];
  readonly now: Date;
  readonly onProgress?: (rows: number, of: number) => void;
}

const PROGRESS_ROWS = 5000;

/**
 * Copies data that cannot be rebuilt: one snapshot of the tables while the server runs, and the attachments, whose files never
 * change. Throws BackupError.
 */
export const makeBackup = async (options: BackupOptions): Promise<Manifest> => {
  const { folder } = options;
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0) throw new BackupError('folderNotEmpty', `${folder} is not empty`);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  const to: BackupFolder = { folder: partial, seal: options.seal };
  if (options.seal !== undefined) await writeDurably(join(partial, ENCRYPTION), options.seal.parameters);
  const { tables, head, migrations, archived } = await copyTables(options, to);
  // After the snapshot, so that every attachment referenced by its events exists.
  const attachments = await copyAttachments(options.dataDir, to);
  const archives = await copyArchives(options.dataDir, to, archived);
  if (options.includeKey) {
    await writeBackupText(to, KEY_FILE, `${options.masterKey.toString('hex')}\n`);
  }
  const manifest: Manifest = {
    format: 'yiwang-backup-1',
    madeAt: options.now.toISOString(),
    migrations,
    head,
    keyCheck: keyCheckOf(options.masterKey),
    keyIncluded: options.includeKey,
    tables,
    attachments,
    archives,
  };
  await writeBackupText(to, MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  await rename(partial, folder);
  return manifest;
};

const copyTables = async (options: BackupOptions, to: BackupFolder) => {
  const client = new Client({ connectionString: options.databaseUrl, application_name: 'yiwang-backup' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const [{ position: head }] = (await client.query<{ position: string }>('select position from event_head'))
      .rows as [{ position: string }];
    const migrated = await client.query<{ count: number }>(
      'select count(*)::int as count from drizzle.__drizzle_migrations',
    );
    const tables: Manifest['tables'] = [];
    for (const table of KEPT_TABLES) tables.push(await copyTable(client, table, to, Number(head), options));
    const archives = await client.query<{ first: string }>(
      'select first_position as first from log_archives',
    );
    await client.query('commit');
    const archived = archives.rows.map(({ first }) => first);
    return { tables, head, migrations: migrated.rows[0]!.count, archived };
  } finally {
    await client.end();
  }
};

const copyTable = async (
  client: Client,
  table: KeptTable,
  to: BackupFolder,
  head: number,
  { processes, onProgress }: BackupOptions,
): Promise<Manifest['tables'][number]> => {
  const { rows: found } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  const columns = found.map(({ name }) => name);
  const names = processes.map((name) => `'${name.replaceAll("'", "''")}'`).join(', ');
  const where = table === 'projection_checkpoints' ? ` where name in (${names})` : '';
  const list = columns.map((name) => `"${name}"`).join(', ');
  const source = client.query(copyTo(`copy (select ${list} from "${table}"${where}) to stdout`));
  const name = `${table}.copy.gz`;
  let rows = 0;
  let told = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // Text format: a row is a line, and line breaks within values are escaped.
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1;
      if (table === 'events' && rows - told >= PROGRESS_ROWS) {
        told = rows;
        onProgress?.(rows, head);
      }
      done(null, chunk);
    },
  });
  const written = await writeBackupFile(to, name, source, count, createGzip({ level: 1 }));
  if (table === 'events') onProgress?.(rows, Math.max(rows, head));
  return { table, columns, rows, ...written };
};

const copyAttachments = async (dataDir: string, to: BackupFolder): Promise<BackupFile[]> => {
  const source = join(dataDir, ATTACHMENTS);
  const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: BackupFile[] = [];
  for (const entry of entries) {
    // Anything else is an unfinished write, or derived from the attachment.
    if (!entry.isFile() || !/^([0-9a-f]{64}|[0-9a-f]{96})$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const name = join(ATTACHMENTS, relative(source, path));
    await mkdir(dirname(join(to.folder, name)), { recursive: true, mode: 0o700 });
    files.push(await writeBackupFile(to, name, createReadStream(path)));
  }
  return files;
};

/** The archived ranges in the snapshot; their files never change. */
const copyArchives = async (
  dataDir: string,
  to: BackupFolder,
  archived: readonly string[],
): Promise<BackupFile[]> => {
  const files: BackupFile[] = [];
  for (const first of archived) {
    const source = join(dataDir, ARCHIVES, first);
    const names = await readdir(source).catch(() => []);
    for (const file of names) {
      const name = join(ARCHIVES, first, file);
      await mkdir(dirname(join(to.folder, name)), { recursive: true, mode: 0o700 });
      files.push(await writeBackupFile(to, name, createReadStream(join(source, file))));
    }
  }
  return files;
};

const writeDurably = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};
